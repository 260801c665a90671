package dev.holdfast.zookeeper;

import java.io.IOException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.HostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.proto.RequestHeader;

/** A handle that tells whether the store has ended its session. */
@SuppressWarnings("try") // its close() waits, and may be interrupted
final class Handle extends ZooKeeper {

    /** Makes one handle. */
    interface Making {
        Handle make() throws IOException;
    }

    /** The client names its threads after the one that makes the handle. */
    static Handle make(String namespace, Making making) throws IOException {
        Thread current = Thread.currentThread();
        String name = current.getName();
        current.setName("zookeeper-client-" + namespace);
        try {
            return making.make();
        } finally {
            current.setName(name);
        }
    }

    /** Makes a handle that opens a session. */
    Handle(String members, int timeoutMs, Watcher watcher, HostProvider rotation, ZKClientConfig config)
            throws IOException {
        super(members, timeoutMs, watcher, false, rotation, config);
    }

    /** Makes a handle that takes a session up. */
    Handle(
            String members,
            int timeoutMs,
            Watcher watcher,
            ZooKeeper carrier,
            HostProvider rotation,
            ZKClientConfig config)
            throws IOException {
        super(members, timeoutMs, watcher, carrier.getSessionId(), carrier.getSessionPasswd(), false, rotation, config);
    }

    /**
     * Asks the store to end the session; all that is left then is to close this.
     *
     * @return whether there is no session any more; if not, the answer was lost, or the request was never sent
     */
    boolean endSession() throws InterruptedException {
        if (getSessionId() == 0) {
            return true;
        }
        RequestHeader end = new RequestHeader();
        end.setType(OpCode.closeSession);
        int answer = cnxn.submitRequest(end, null, null, null).getErr();
        return answer == Code.OK.intValue() || answer == Code.SESSIONEXPIRED.intValue();
    }
}
