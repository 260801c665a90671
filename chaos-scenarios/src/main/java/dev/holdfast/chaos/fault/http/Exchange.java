package dev.holdfast.chaos.fault.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.spi.Ticker;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, and the one to the server that its requests go on through. Requests and answers go on independently,
 * by one thread each, so that an answer may take as long as it likes and either side may leave meanwhile. Bodies pass as they
 * come unless they are to be changed.
 */
final class Exchange implements AutoCloseable {

    private static final int CONNECT_MS = 5000;

    private final HttpRule rule;
    private final Change change;
    private final Tally tally;
    private final Socket client;
    private final Socket server = new Socket();
    private final ConcurrentLinkedQueue<Asked> unanswered = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Exchange(HttpRule rule, Tally tally, Socket client) {
        this.rule = rule;
        this.change = new Change(rule.actions());
        this.tally = tally;
        this.client = client;
    }

    /**
     * A request on its way.
     *
     * @param method what the client asked by, which says whether it takes a body
     */
    private record Asked(String method, Head sent) {}

    void connect(InetSocketAddress address) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        server.connect(address, CONNECT_MS);
    }

    /** Passes requests on until the client ends, which ends all: a client that does not read gives its requests up. */
    void requests() throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = new BufferedOutputStream(server.getOutputStream());
        Head request = Head.read(in);
        while (request != null) {
            tally.seen();
            // no change of protocol: what follows one would not be HTTP
            request.remove("Upgrade");
            boolean isMeant = !rule.onResponse() && rule.match().fits(request);
            if (isMeant && !begin()) {
                return;
            }
            Body body = Body.ofRequest(request);
            String method = request.method();
            byte[] other = isMeant && rule.actions().changesBody() ? changed(body, request, in) : null;
            if (isMeant) {
                change.request(request);
            }
            unanswered.add(new Asked(method, request));
            send(request, other, body, in, out);
            if (isMeant) {
                tally.acted();
            }
            request = Head.read(in);
        }
        close();
    }

    /** Passes answers on until there are no more. */
    void answers() throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(server.getInputStream());
        OutputStream out = new BufferedOutputStream(client.getOutputStream());
        boolean isOpen = true;
        while (isOpen) {
            Head answer = Head.read(in);
            if (answer == null) {
                break;
            }
            if (answer.code() < 200) {
                answer.write(out);
                out.flush();
            } else {
                isOpen = answer(answer, in, out);
            }
        }
        if (hasEnded()) {
            return;
        }
        if (unanswered.isEmpty()) {
            finish();
        } else {
            close();
        }
    }

    /** Passes one answer on; returns whether another may follow. */
    private boolean answer(Head answer, InputStream in, OutputStream out) throws IOException, InterruptedException {
        Asked asked = unanswered.poll();
        if (asked == null) {
            throw new ProtocolException("the server answers what was not asked");
        }
        Body body = Body.ofResponse(asked.sent().method(), answer);
        boolean isLast = answer.isLast() || body == Body.REST;
        boolean isMeant = rule.onResponse() && rule.match().fits(asked.sent(), answer);
        if (isMeant && !begin()) {
            return false;
        }
        byte[] other = isMeant && rule.actions().changesBody() ? changed(body, answer, in) : null;
        if (isMeant) {
            change.response(answer);
        }
        boolean isTaken = !Body.isNever(asked.method(), answer.code());
        if (!isTaken && body != Body.NONE) {
            // what is asked by another method, or has another code now, may have a body that its reader does not look
            // for
            byte[] unused = other == null ? body.read(answer, in) : other;
            answer.length(0);
            send(answer, null, Body.NONE, in, out);
        } else if (isTaken && body == Body.NONE && other == null) {
            answer.length(0);
            send(answer, null, Body.NONE, in, out);
        } else {
            send(answer, isTaken ? other : null, body, in, out);
        }
        if (isMeant) {
            tally.acted();
        }
        return !isLast;
    }

    private static void send(Head head, byte @Nullable [] other, Body body, InputStream in, OutputStream out)
            throws IOException {
        if (other == null) {
            head.write(out);
            out.flush();
            body.relay(head, in, out);
        } else {
            head.length(other.length);
            head.write(out);
            out.write(other);
        }
        out.flush();
    }

    /** Begins to act: cuts the connection, or delays; returns whether the message goes on. */
    private boolean begin() throws InterruptedException {
        tally.matched();
        if (rule.actions().abort()) {
            tally.acted();
            close();
            return false;
        }
        if (rule.actions().delayMs() == 0) {
            return true;
        }
        long start = Ticker.SYSTEM.nanos();
        if (ended.await(rule.actions().delayMs(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        tally.delayed(Ticker.SYSTEM.nanos() - start);
        return true;
    }

    private byte[] changed(Body body, Head head, InputStream in) throws IOException {
        byte[] sent = body.read(head, in);
        try {
            return change.body(sent);
        } catch (JsonProcessingException e) {
            // as upstream, an error of the proxy ends the exchange; it is counted apart
            tally.failed();
            throw e;
        }
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Ends both connections in order, behind what was sent. */
    private void finish() throws IOException {
        ended.countDown();
        client.close();
        server.close();
    }

    /** Cuts both connections, so that neither side takes it for the end of a message. Idempotent. */
    @Override
    public void close() {
        ended.countDown();
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            } catch (IOException e) {
                // it is gone already
            }
        }
    }
}
