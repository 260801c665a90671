package dev.holdfast.bench.result;

import java.util.Arrays;
import java.util.Collection;

/** Where numbers lie: their median, the middle half, and the ends. */
record Spread(double min, double p25, double median, double p75, double max) {

    static Spread of(Collection<Double> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("numbers: must not be empty");
        }
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(
                sorted[0],
                quantile(sorted, 0.25),
                quantile(sorted, 0.5),
                quantile(sorted, 0.75),
                sorted[sorted.length - 1]);
    }

    /** Between the two nearest numbers, as far as the share says. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        double[] pair = Arrays.copyOfRange(sorted, below, Math.min(below + 2, sorted.length));
        return pair.length == 1 ? pair[0] : pair[0] + (place - below) * (pair[1] - pair[0]);
    }
}
