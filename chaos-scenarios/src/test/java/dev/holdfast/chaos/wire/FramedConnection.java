package dev.holdfast.chaos.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.wire.Frames.Frame;
import dev.holdfast.chaos.wire.Request.Role;
import dev.holdfast.chaos.wire.Tap.Fate;
import dev.holdfast.chaos.wire.Tap.Passage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client with its own to the member. It ends when either side ends, or a message breaks it. */
final class FramedConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FramedConnection.class);

    private final Socket client;
    private final Socket store;
    private final Frames frames;
    private final Tap tap;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<Integer, Deque<Passage>> unanswered = new HashMap<>();

    FramedConnection(Socket client, Socket store, Frames frames, Tap tap) {
        this.client = client;
        this.store = store;
        this.frames = frames;
        this.tap = tap;
    }

    /** One direction, until its end. */
    interface Direction {
        void pass() throws IOException, InterruptedException;
    }

    /** Passes requests on; returns when one of them is to break the connection. */
    void passRequests() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        OutputStream out = store.getOutputStream();
        while (true) {
            Frame frame = frames.request(in);
            Passage passage = tap.request(frame.kind(), frame.role());
            Fate fate = passage.request();
            if (fate == Fate.BREAK) {
                return;
            }
            if (fate == Fate.PASS) {
                synchronized (lock) {
                    unanswered
                            .computeIfAbsent(frame.id(), id -> new ArrayDeque<>())
                            .addLast(passage);
                }
                frame.writeTo(out);
            }
        }
    }

    /** Passes replies and notices on; returns when one of them is to break the connection. */
    void passReplies() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(store.getInputStream()));
        OutputStream out = client.getOutputStream();
        while (true) {
            Frame frame = frames.reply(in);
            Passage passage = frame.role() == Role.NOTICE ? tap.notice(frame.kind()) : asked(frame.id());
            Fate fate = passage.reply();
            if (fate == Fate.BREAK) {
                return;
            }
            if (fate == Fate.PASS) {
                frame.writeTo(out);
            }
        }
    }

    private Passage asked(int id) throws ProtocolException {
        synchronized (lock) {
            Deque<Passage> same = unanswered.get(id);
            if (same == null) {
                throw new ProtocolException("a reply with id " + id + ", which nobody has asked");
            }
            Passage oldest = same.removeFirst();
            if (same.isEmpty()) {
                unanswered.remove(id);
            }
            return oldest;
        }
    }

    @Override
    public void close() {
        for (Socket socket : List.of(client, store)) {
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("a socket does not close: {}", e.getMessage());
            }
        }
    }
}
