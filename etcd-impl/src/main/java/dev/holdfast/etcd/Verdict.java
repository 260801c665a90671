package dev.holdfast.etcd;

import io.grpc.Status;
import java.util.Map;
import java.util.regex.Pattern;

/** What an error of the store lets one know of the request: the one table of errors. */
enum Verdict {
    /** Refused before anything was written. */
    NOT_APPLIED,
    /** Refused before anything was written, as it will be again by every member: by whom it was asked, or for what. */
    REFUSED,
    /** Refused before anything was written, because of a login that is over or was never made. */
    TOKEN_REFUSED,
    /** It may have been applied, now or later. */
    UNKNOWN,
    /** The lease that it named is not there. */
    LEASE_GONE,
    /** The lease that it asked for is there already. */
    LEASE_EXISTS;

    /**
     * The errors that are known to be raised before a request is proposed, or by its refusal when it is applied; the
     * store's time-outs, "server stopped" and every error of the transport can come after. Source:
     * https://github.com/etcd-io/etcd/blob/v3.5.16/api/v3rpc/rpctypes/error.go and {@code etcdserver/v3_server.go}.
     */
    private static final Map<String, Verdict> TABLE = Map.ofEntries(
            Map.entry("NOT_FOUND etcdserver: requested lease not found", LEASE_GONE),
            Map.entry("FAILED_PRECONDITION etcdserver: lease already exists", LEASE_EXISTS),
            Map.entry("UNAVAILABLE etcdserver: no leader", NOT_APPLIED),
            Map.entry("UNAVAILABLE etcdserver: not leader", NOT_APPLIED),
            Map.entry("FAILED_PRECONDITION etcdserver: not leader", NOT_APPLIED),
            Map.entry("UNAVAILABLE etcdserver: corrupt cluster", NOT_APPLIED),
            Map.entry("UNAVAILABLE etcdserver: rpc not supported for learner", NOT_APPLIED),
            Map.entry("RESOURCE_EXHAUSTED etcdserver: too many requests", NOT_APPLIED),
            Map.entry("RESOURCE_EXHAUSTED etcdserver: mvcc: database space exceeded", NOT_APPLIED),
            Map.entry("INVALID_ARGUMENT etcdserver: request is too large", NOT_APPLIED),
            Map.entry("PERMISSION_DENIED etcdserver: permission denied", REFUSED),
            Map.entry("INVALID_ARGUMENT etcdserver: authentication failed, invalid user ID or password", REFUSED),
            Map.entry("UNAUTHENTICATED etcdserver: authentication failed, invalid user ID or password", REFUSED),
            Map.entry("INVALID_ARGUMENT etcdserver: user name is empty", TOKEN_REFUSED),
            Map.entry("INVALID_ARGUMENT etcdserver: revision of auth store is old", TOKEN_REFUSED),
            Map.entry("UNAUTHENTICATED etcdserver: invalid auth token", TOKEN_REFUSED));

    /** What a member gives as the reason why it ended or refused a watch, when it would not know the caller. */
    private static final Pattern TOKEN_REASON =
            Pattern.compile("invalid auth token|revision of auth store is old|user name is empty");

    /** Returns whether a watch was refused because of a login that is over. */
    static boolean isTokenRefused(String cancelReason) {
        return TOKEN_REASON.matcher(cancelReason).find();
    }

    static Verdict of(Status status) {
        return TABLE.getOrDefault(status.getCode() + " " + status.getDescription(), UNKNOWN);
    }
}
