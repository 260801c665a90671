package dev.holdfast.consul;

import java.io.IOException;

/** Why a request has no usable answer. What that means for the operation is decided in {@link ErrorTable} alone. */
abstract sealed class StoreFault extends Exception {

    private static final long serialVersionUID = 1;

    StoreFault(String message, Throwable cause) {
        super(message, cause);
    }

    StoreFault(String message) {
        super(message);
    }

    /** No byte of the request left: there was no connection to send it on. */
    static final class NotSent extends StoreFault {
        private static final long serialVersionUID = 1;

        NotSent(String member, IOException cause) {
            super(member + ": " + cause.getMessage(), cause);
        }
    }

    /** The request left, and no answer came, or none that could be read. */
    static final class NoAnswer extends StoreFault {
        private static final long serialVersionUID = 1;

        NoAnswer(String member, Throwable cause) {
            super(member + ": " + cause.getMessage(), cause);
        }
    }

    /** The member answered with a failure. */
    static final class Refused extends StoreFault {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String text;

        Refused(String member, int status, String text) {
            super(member + " answered " + status + ": " + text);
            this.status = status;
            this.text = text;
        }

        int status() {
            return status;
        }

        String text() {
            return text;
        }
    }
}
