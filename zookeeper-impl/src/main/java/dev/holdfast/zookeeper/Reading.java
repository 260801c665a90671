package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** The readings of one who lives in a session: one at a time, and again after a pause where one has failed. */
final class Reading {

    private final Connection connection;
    private final ZooKeeperSession session;
    private final Reader reader;
    private final Object lock = new Object();

    /** Null until something has to be read again: most need not. */
    @GuardedBy("lock")
    private @Nullable SingleFlight flight;

    /** Whose readings they are. */
    interface Reader {

        /** Reads what is not known. */
        CompletableFuture<?> round();

        /** Returns whether another reading is useless after this error. */
        boolean isFinal(KeeperException error);
    }

    Reading(Connection connection, ZooKeeperSession session, Reader reader) {
        this.connection = connection;
        this.session = session;
        this.reader = reader;
    }

    void request() {
        SingleFlight asked;
        synchronized (lock) {
            if (flight == null) {
                flight = new SingleFlight(() -> again(reader.round()));
            }
            asked = flight;
        }
        asked.request();
    }

    /** Reads again after a pause if this fails; after a reconnect, whoever lives in the session does so anyway. */
    @CanIgnoreReturnValue
    <T> CompletableFuture<T> again(CompletableFuture<T> reading) {
        return reading.whenComplete((done, failure) -> {
            if (failure != null && !reader.isFinal(Wire.keeperError(failure))) {
                connection.clockwork().after(OwnNode.RETRY_PAUSE, () -> {
                    if (connection.current().isConnected(session)) {
                        request();
                    }
                });
            }
        });
    }
}
