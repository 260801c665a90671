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
            return sent ? Verdict.of(status) : Verdict.NOT_APPLIED;
        }

        @Override
        public String toString() {
            String text = status.getDescription() == null ? "" : ": " + status.getDescription();
            return status.getCode() + text + " at " + member;
        }
    }
}
