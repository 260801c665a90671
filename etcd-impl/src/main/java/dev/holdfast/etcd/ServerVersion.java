package dev.holdfast.etcd;

import dev.holdfast.etcd.Reply.Answered;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The version of a server, once it is told, and what is known of it by that. */
final class ServerVersion {

    private static final Logger log = LoggerFactory.getLogger(ServerVersion.class);
    private static final Pattern SHAPE = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+).*");
    private static final String UNKNOWN = "of unknown version";

    private final CompletableFuture<Reply<StatusResponse>> reply;

    private ServerVersion(CompletableFuture<Reply<StatusResponse>> reply) {
        this.reply = reply;
    }

    /** Asks one member for its version, once; does not wait for the answer. */
    static ServerVersion ask(Calls calls) {
        return new ServerVersion(
                calls.once(MaintenanceGrpc.getStatusMethod(), StatusRequest.getDefaultInstance(), calls.tryNanos()));
    }

    /** Waits for the answer, no longer than one member may take, and warns of a server with known faults. */
    String await() throws InterruptedException {
        try {
            return of(reply.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply never ends so", e.getCause());
        }
    }

    private static String of(Reply<StatusResponse> reply) {
        String version = reply instanceof Answered<StatusResponse> answered
                ? answered.value().getVersion()
                : UNKNOWN;
        if (hasWatchFaults(version)) {
            log.warn("etcd {} can lose watch events around a compaction (issue 19179); 3.5.18 cannot", version);
        }
        return version;
    }

    /** Returns whether a server is older than 3.5.18. */
    static boolean hasWatchFaults(String version) {
        return isKnown(version) && number(version) < 3_005_018;
    }

    private static boolean isKnown(String version) {
        return SHAPE.matcher(version).matches();
    }

    private static long number(String version) {
        Matcher shape = SHAPE.matcher(version);
        long number = 0;
        for (int part = 1; shape.matches() && part <= 3; part++) {
            number = number * 1_000 + Integer.parseInt(shape.group(part));
        }
        return number;
    }
}
