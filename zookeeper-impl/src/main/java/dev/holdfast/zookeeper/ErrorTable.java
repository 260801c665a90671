package dev.holdfast.zookeeper;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/**
 * What each error of the ZooKeeper client lets us know. A code that is not listed is {@link Indeterminate}.
 *
 * <p>The client itself makes CONNECTIONLOSS, SESSIONEXPIRED and AUTHFAILED for requests whose answer is outstanding, so
 * none of them says that a write was not applied. Source: {@code ClientCnxn.conLossPacket} of ZooKeeper 3.9.5.
 */
final class ErrorTable {

    private static final Row LOST = new Row(Known.NOT_APPLIED, Known.NOTHING, Known.NOTHING, true);
    private static final Row SESSION_OVER = new Row(Known.NOT_APPLIED, Known.NOTHING, Known.SESSION_OVER, true);
    private static final Row AUTHENTICATION = new Row(Known.NOT_APPLIED, Known.NOTHING, Known.NOTHING, false);
    private static final Row TURNED_AWAY = new Row(Known.NOT_APPLIED, Known.NOT_APPLIED, Known.NOT_APPLIED, true);
    private static final Row REFUSED = new Row(Known.NOT_APPLIED, Known.NOT_APPLIED, Known.NOT_APPLIED, false);
    private static final Row CONDITION = new Row(Known.CONDITION, Known.CONDITION, Known.CONDITION, false);
    private static final Row UNLISTED = new Row(Known.NOTHING, Known.NOTHING, Known.NOTHING, false);

    private static final Map<Code, Row> ROWS = Map.ofEntries(
            Map.entry(Code.CONNECTIONLOSS, LOST),
            Map.entry(Code.REQUESTTIMEOUT, LOST),
            Map.entry(Code.SESSIONEXPIRED, SESSION_OVER),
            Map.entry(Code.AUTHFAILED, AUTHENTICATION),
            Map.entry(Code.SESSIONCLOSEDREQUIRESASLAUTH, AUTHENTICATION),
            Map.entry(Code.SESSIONMOVED, TURNED_AWAY),
            Map.entry(Code.THROTTLEDOP, TURNED_AWAY),
            Map.entry(Code.NOTREADONLY, TURNED_AWAY),
            Map.entry(Code.NOAUTH, REFUSED),
            Map.entry(Code.INVALIDACL, REFUSED),
            Map.entry(Code.BADARGUMENTS, REFUSED),
            Map.entry(Code.UNIMPLEMENTED, REFUSED),
            Map.entry(Code.QUOTAEXCEEDED, REFUSED),
            Map.entry(Code.NOCHILDRENFOREPHEMERALS, REFUSED),
            Map.entry(Code.EPHEMERALONLOCALSESSION, REFUSED),
            Map.entry(Code.NONODE, CONDITION),
            Map.entry(Code.NODEEXISTS, CONDITION),
            Map.entry(Code.BADVERSION, CONDITION),
            Map.entry(Code.NOTEMPTY, CONDITION));

    private ErrorTable() {}

    /** Returns what to throw when an operation failed with this error. */
    static CoordinationException translate(String what, Effect effect, KeeperException error) {
        Known known = row(error.code()).of(effect);
        String message = what + ": " + error.code() + "; " + known.text;
        return switch (known) {
            case NOT_APPLIED ->
                isPassing(error.code()) ? new Unavailable(message, error) : Unavailable.refused(message, error);
            case NOTHING -> new Indeterminate(message, error);
            case SESSION_OVER -> new SessionExpired(message, error);
            case CONDITION -> new Conflict(message, error);
        };
    }

    /** Returns whether a read that failed so may succeed at the next try. */
    static boolean isPassing(Code code) {
        return row(code).passing;
    }

    private static Row row(Code code) {
        return ROWS.getOrDefault(code, UNLISTED);
    }

    private record Row(Known read, Known write, Known sessionWrite, boolean passing) {
        Known of(Effect effect) {
            return switch (effect) {
                case READ -> read;
                case WRITE -> write;
                case SESSION_WRITE -> sessionWrite;
            };
        }
    }

    private enum Known {
        NOT_APPLIED("not applied"),
        NOTHING("it may have been applied"),
        SESSION_OVER("the session is over, and what it may have done is undone"),
        CONDITION("its condition did not hold; not applied");

        private final String text;

        Known(String text) {
            this.text = text;
        }
    }
}
