package dev.holdfast.consul;

import org.jspecify.annotations.Nullable;

/**
 * What a member answered to one request.
 *
 * @param status the HTTP status: 200, 404 (no such key) or 409 (a transaction was rolled back)
 * @param body the decoded body of a 200; null for any other status
 * @param problem the raw text of a 404 or 409, empty for a 200
 * @param index the store's position, from {@code X-Consul-Index}; 0 where there is none
 * @param sentNanos when the request was sent, on the ticker
 */
record Answer<T>(int status, @Nullable T body, String problem, long index, long sentNanos) {

    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int ROLLED_BACK = 409;
}
