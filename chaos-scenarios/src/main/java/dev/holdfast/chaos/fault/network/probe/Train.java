package dev.holdfast.chaos.fault.network.probe;

/**
 * Datagrams sent in one go, whose arrivals tell how many bits a second the path lets through. The first ones may have been let
 * through at once by a bucket of tokens and are not counted.
 */
final class Train {

    /** What each datagram has around its data on the wire: Ethernet, IP and UDP. */
    private static final int HEADERS = 14 + 20 + 8;

    private final long bytesToSkip;
    private long skipped;
    private long counted;
    private long firstNanos;
    private long lastNanos;

    Train(long bytesToSkip) {
        this.bytesToSkip = bytesToSkip;
    }

    void arrived(int bytes, long now) {
        if (skipped <= bytesToSkip) {
            skipped += bytes + HEADERS;
            firstNanos = now;
        } else {
            counted += bytes + HEADERS;
        }
        lastNanos = now;
    }

    /** Returns the bits a second behind the first that counts; 0 when too few arrived. */
    long bitsPerSecond() {
        long nanos = lastNanos - firstNanos;
        return counted == 0 || nanos <= 0 ? 0 : counted * 8 * 1_000_000_000L / nanos;
    }
}
