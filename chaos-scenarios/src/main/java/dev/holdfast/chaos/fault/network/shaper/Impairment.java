package dev.holdfast.chaos.fault.network.shaper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done to the packets of one direction between two addresses, in netem's terms.
 * Source: https://man7.org/linux/man-pages/man8/tc-netem.8.html
 *
 * @param latencyCorrelation percent
 * @param reorder            the share of packets that go at once, out of those that the gap lets choose
 * @param gap                of this many packets the last may go at once; 0 without reordering
 * @param bytesPerSecond     0 for no limit
 */
public record Impairment(
        Duration latency,
        Duration jitter,
        double latencyCorrelation,
        Share reorder,
        int gap,
        Share loss,
        Share duplicate,
        Share corrupt,
        long bytesPerSecond) {

    public static final Impairment NONE =
            new Impairment(Duration.ZERO, Duration.ZERO, 0, Share.NONE, 0, Share.NONE, Share.NONE, Share.NONE, 0);

    private static final String SEPARATOR = ",";

    public Impairment {
        if (latency.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException(
                    "latency, jitter: must not be negative, given " + latency + " and " + jitter);
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond: must not be negative, given " + bytesPerSecond);
        }
    }

    public static Impairment delay(Duration latency, Duration jitter, double correlation, Share reorder, int gap) {
        return new Impairment(latency, jitter, correlation, reorder, gap, Share.NONE, Share.NONE, Share.NONE, 0);
    }

    public static Impairment loss(Share share) {
        return new Impairment(Duration.ZERO, Duration.ZERO, 0, Share.NONE, 0, share, Share.NONE, Share.NONE, 0);
    }

    public static Impairment duplicate(Share share) {
        return new Impairment(Duration.ZERO, Duration.ZERO, 0, Share.NONE, 0, Share.NONE, share, Share.NONE, 0);
    }

    public static Impairment corrupt(Share share) {
        return new Impairment(Duration.ZERO, Duration.ZERO, 0, Share.NONE, 0, Share.NONE, Share.NONE, share, 0);
    }

    public static Impairment rate(long bytesPerSecond) {
        return new Impairment(
                Duration.ZERO, Duration.ZERO, 0, Share.NONE, 0, Share.NONE, Share.NONE, Share.NONE, bytesPerSecond);
    }

    /** Returns the two together: the larger of each parameter, as Chaos Mesh merges them. */
    public Impairment max(Impairment other) {
        return new Impairment(
                latency.compareTo(other.latency) >= 0 ? latency : other.latency,
                jitter.compareTo(other.jitter) >= 0 ? jitter : other.jitter,
                Math.max(latencyCorrelation, other.latencyCorrelation),
                reorder.max(other.reorder),
                Math.max(gap, other.gap),
                loss.max(other.loss),
                duplicate.max(other.duplicate),
                corrupt.max(other.corrupt),
                Math.max(bytesPerSecond, other.bytesPerSecond));
    }

    /** Returns whether bytes of packets are needed, rather than their headers alone. */
    boolean needsBytes() {
        return !duplicate.isNone() || !corrupt.isNone();
    }

    /** Returns the one word that {@link #decode} reads. */
    public String encode() {
        List<String> words = new ArrayList<>();
        words.add(Long.toString(latency.toNanos()));
        words.add(Long.toString(jitter.toNanos()));
        words.add(Double.toString(latencyCorrelation));
        words.add(Integer.toString(gap));
        words.add(Long.toString(bytesPerSecond));
        for (Share share : List.of(reorder, loss, duplicate, corrupt)) {
            words.add(Double.toString(share.percent()));
            words.add(Double.toString(share.correlation()));
        }
        return String.join(SEPARATOR, words);
    }

    static Impairment decode(String word) {
        String[] words = word.split(SEPARATOR, -1);
        if (words.length != 13) {
            throw new IllegalArgumentException("impairment: expected 13 numbers, given '" + word + "'");
        }
        return new Impairment(
                Duration.ofNanos(Long.parseLong(words[0])),
                Duration.ofNanos(Long.parseLong(words[1])),
                Double.parseDouble(words[2]),
                share(words, 5),
                Integer.parseInt(words[3]),
                share(words, 7),
                share(words, 9),
                share(words, 11),
                Long.parseLong(words[4]));
    }

    private static Share share(String[] words, int at) {
        return new Share(Double.parseDouble(words[at]), Double.parseDouble(words[at + 1]));
    }
}
