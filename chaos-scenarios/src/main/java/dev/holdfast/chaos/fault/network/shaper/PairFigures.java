package dev.holdfast.chaos.fault.network.shaper;

import java.util.Arrays;
import java.util.List;

/**
 * What the program did to the packets of one direction between two addresses, while there was something to do.
 *
 * @param dropped    by the share of losses
 * @param overflowed dropped because too many were held
 * @param corrupted  packets of which a copy was changed
 */
public record PairFigures(
        String source,
        String destination,
        long seen,
        long dropped,
        long overflowed,
        long duplicated,
        long corrupted,
        long meanHeldNanos,
        long leastHeldNanos,
        long mostHeldNanos) {

    private static final String BETWEEN = ";";

    static String encode(List<PairFigures> all) {
        StringBuilder line = new StringBuilder();
        for (PairFigures one : all) {
            line.append(one.source).append(' ').append(one.destination);
            for (long figure : new long[] {
                one.seen,
                one.dropped,
                one.overflowed,
                one.duplicated,
                one.corrupted,
                one.meanHeldNanos,
                one.leastHeldNanos,
                one.mostHeldNanos
            }) {
                line.append(' ').append(figure);
            }
            line.append(BETWEEN);
        }
        return line.toString();
    }

    /** Reads the program's answer to {@code figures}. */
    public static List<PairFigures> decode(String line) {
        return Arrays.stream(line.split(BETWEEN, -1))
                .filter(one -> !one.isEmpty())
                .map(PairFigures::one)
                .toList();
    }

    private static PairFigures one(String text) {
        String[] words = text.split(" ", -1);
        long[] figures = Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray();
        return new PairFigures(
                words[0],
                words[1],
                figures[0],
                figures[1],
                figures[2],
                figures[3],
                figures[4],
                figures[5],
                figures[6],
                figures[7]);
    }
}
