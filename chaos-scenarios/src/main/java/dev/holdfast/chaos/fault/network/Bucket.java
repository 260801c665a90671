package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;

/**
 * A token bucket filter of the kernel. Source: https://man7.org/linux/man-pages/man8/tc-tbf.8.html
 *
 * @param limitBytes bytes that wait for tokens; more are dropped
 * @param burstBytes size of the bucket
 * @param peakRate   bytes per second that the bucket is emptied with at most; 0 for no limit
 * @param minBurst   size of the bucket for the peak rate
 */
record Bucket(long bytesPerSecond, long limitBytes, long burstBytes, long peakRate, long minBurst) {

    static Bucket read(Field field) {
        Mapping body = field.mapping("rate", "limit", "buffer", "peakrate", "minburst");
        long most = 4_294_967_295L;
        // upstream both or neither
        boolean peak = body.optional("peakrate").isPresent()
                && body.optional("minburst").isPresent();
        return new Bucket(
                Rate.binary(body.required("rate")),
                body.required("limit").whole(1, most),
                body.required("buffer").whole(1, most),
                peak ? body.required("peakrate").whole(0, Long.MAX_VALUE) : 0,
                peak ? body.required("minburst").whole(0, most) : 0);
    }

    /** Returns the queueing discipline as {@code tc} reads it. */
    String discipline() {
        String peak = peakRate == 0 ? "" : " peakrate " + peakRate * 8 + "bit minburst " + minBurst;
        return "tbf rate " + bytesPerSecond * 8 + "bit burst " + burstBytes + " limit " + limitBytes + peak;
    }
}
