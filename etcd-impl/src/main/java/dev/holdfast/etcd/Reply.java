package dev.holdfast.etcd;

import dev.holdfast.etcd.Members.Member;
import io.grpc.Status;

/** How one request to one member ended. */
sealed interface Reply<R> {

    /** It was answered. */
    record Answered<R>(R value) implements Reply<R> {}

    /**
     * It was not, or with an error.
     *
     * @param sent whether it was ever handed to a connection; if not, it was certainly not applied
     */
    record Failed<R>(Member member, Status status, boolean sent) implements Reply<R> {

        Verdict verdict() {
            Verdict verdict = Verdict.of(status);
            // a login that was refused ends the call before it is sent
            return sent || verdict == Verdict.REFUSED ? verdict : Verdict.NOT_APPLIED;
        }

        @Override
        public String toString() {
            String text = status.getDescription() == null ? "" : ": " + status.getDescription();
            Throwable cause = status.getCause();
            String why = cause == null ? "" : ": " + cause.getMessage();
            return status.getCode() + text + " at " + member + why;
        }
    }
}
