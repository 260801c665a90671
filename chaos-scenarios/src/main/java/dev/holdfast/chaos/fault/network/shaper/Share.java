package dev.holdfast.chaos.fault.network.shaper;

/**
 * How often something happens to a packet.
 *
 * @param percent     from 0 to 100
 * @param correlation how much each draw takes from the one before it, from 0 to 100
 */
public record Share(double percent, double correlation) {

    public static final Share NONE = new Share(0, 0);

    public Share {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: must be from 0 to 100, given " + percent);
        }
        if (!(correlation >= 0 && correlation <= 100)) {
            throw new IllegalArgumentException("correlation: must be from 0 to 100, given " + correlation);
        }
    }

    boolean isNone() {
        return percent == 0;
    }

    Share max(Share other) {
        return new Share(Math.max(percent, other.percent), Math.max(correlation, other.correlation));
    }
}
