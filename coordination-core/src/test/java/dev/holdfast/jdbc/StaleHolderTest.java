package dev.holdfast.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.FencingToken;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example of the README, and a holder that writes after its lock has gone to another. */
class StaleHolderTest {

    private static final String DATABASE = "jdbc:h2:mem:stale;DB_CLOSE_DELAY=-1";

    private final JdbcFencingGuard guard = JdbcFencingGuard.create();

    @Test
    void a_holder_whose_lock_went_to_another_writes_no_more() throws Exception {
        try (Connection db = DriverManager.getConnection(DATABASE)) {
            guard.createTable(db);
            db.createStatement().execute("create table accounts (id int primary key, balance bigint)");
            db.createStatement().execute("insert into accounts values (7, 0)");
        }
        try (Coordination c = Coordination.connect("memory://stale:1/billing?session=2s")) {
            FencingToken stale;
            try (Grant grant = c.lock("accounts/7").acquire(Duration.ofSeconds(3))) {
                stale = grant.token();
                setBalance(7, 100, stale);
            }
            try (Grant grant = c.lock("accounts/7").acquire(Duration.ofSeconds(3))) {
                setBalance(7, 200, grant.token());

                assertThatThrownBy(() -> setBalance(7, 101, stale)).isInstanceOf(Conflict.class);
            }
        }
        assertThat(balance(7)).isEqualTo(200);
    }

    private void setBalance(int id, long balance, FencingToken token) throws SQLException {
        try (Connection db = DriverManager.getConnection(DATABASE)) {
            db.setAutoCommit(false);
            try (PreparedStatement update = db.prepareStatement("update accounts set balance = ? where id = ?")) {
                guard.admit(db, token);
                update.setLong(1, balance);
                update.setInt(2, id);
                update.executeUpdate();
                db.commit();
            } catch (SQLException | RuntimeException e) {
                db.rollback();
                throw e;
            }
        }
    }

    private static long balance(int id) throws SQLException {
        try (Connection db = DriverManager.getConnection(DATABASE);
                PreparedStatement select = db.prepareStatement("select balance from accounts where id = ?")) {
            select.setInt(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
