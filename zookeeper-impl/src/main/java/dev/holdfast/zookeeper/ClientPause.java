package dev.holdfast.zookeeper;

import java.lang.reflect.Field;

/**
 * The client's pause before each reconnect: a random time of up to a second, whatever the session timeout. No setting
 * changes it. The client leaves it out before a session's first connect, and knows by a field of its thread which one
 * that is, which serves nothing else. Source: {@code ClientCnxn.SendThread.startConnect} of ZooKeeper 3.9.5.
 */
final class ClientPause {

    private static final String FIELD = "isFirstConnect";

    private ClientPause() {}

    /**
     * Has the client leave out the pause before its next try. Called on the client's thread.
     *
     * @return false if this client knows by something else, so that it pauses
     */
    static boolean leaveOut() {
        Thread client = Thread.currentThread();
        try {
            Field isFirst = client.getClass().getDeclaredField(FIELD);
            isFirst.setAccessible(true);
            isFirst.setBoolean(client, true);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // another version of the client, or one that is closed to others: whoever asks says so
            return false;
        }
    }
}
