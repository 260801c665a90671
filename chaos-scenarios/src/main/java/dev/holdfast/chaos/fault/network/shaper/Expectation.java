package dev.holdfast.chaos.fault.network.shaper;

import java.util.Arrays;
import java.util.List;

/**
 * What a receiver sees of packets that are far apart: found by playing the model, since correlation changes shares.
 *
 * @param loss      the share of packets of which no sound copy arrives
 * @param duplicate the share of packets of which two sound copies arrive
 * @param delayNanos the median of the delay of the first sound copy; 0 where nothing arrives
 */
public record Expectation(double loss, double duplicate, long delayNanos) {

    private static final int PACKETS = 50_000;
    private static final long APART = 60_000_000_000L;

    /** Returns what is to be seen under an impairment. */
    public static Expectation of(Impairment impairment) {
        PacketModel model = new PacketModel(impairment, 1);
        long[] delays = new long[PACKETS];
        int arrived = 0;
        int twice = 0;
        for (int i = 0; i < PACKETS; i++) {
            long now = i * APART;
            List<PacketModel.Copy> sound = model.next(now, 106, 0).stream()
                    .filter(copy -> !copy.isCorrupt())
                    .toList();
            if (!sound.isEmpty()) {
                long first = sound.stream()
                        .mapToLong(PacketModel.Copy::atNanos)
                        .min()
                        .orElse(now);
                delays[arrived++] = Math.max(0, first - now);
                twice += sound.size() > 1 ? 1 : 0;
            }
        }
        Arrays.sort(delays, 0, arrived);
        return new Expectation(
                1 - (double) arrived / PACKETS, (double) twice / PACKETS, arrived == 0 ? 0 : delays[arrived / 2]);
    }
}
