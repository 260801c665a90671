package dev.holdfast.chaos.fault.network.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was measured from one pod to another.
 *
 * @param sent       datagrams sent, without those that may still be on their way
 * @param arrived    how many of them arrived, however often
 * @param twice      how many of them arrived more than once
 * @param overtaken  how many of them arrived after one that was sent later
 * @param medianNanos the way there of the first copy; 0 when none arrived
 * @param roundNanos  the median of the way there and back; 0 when none came back
 */
public record PathFigures(
        String from,
        String to,
        long sent,
        long arrived,
        long twice,
        long overtaken,
        long medianNanos,
        long leastNanos,
        long mostNanos,
        long roundNanos) {

    private static final String BETWEEN = ";";

    static String encode(List<PathFigures> all) {
        List<String> lines = new ArrayList<>();
        for (PathFigures one : all) {
            lines.add(String.join(
                    " ",
                    one.from,
                    one.to,
                    Long.toString(one.sent),
                    Long.toString(one.arrived),
                    Long.toString(one.twice),
                    Long.toString(one.overtaken),
                    Long.toString(one.medianNanos),
                    Long.toString(one.leastNanos),
                    Long.toString(one.mostNanos),
                    Long.toString(one.roundNanos)));
        }
        return String.join(BETWEEN, lines);
    }

    /** Reads the program's answer to {@code figures}. */
    public static List<PathFigures> decode(String line) {
        return Arrays.stream(line.split(BETWEEN, -1))
                .filter(one -> !one.isEmpty())
                .map(PathFigures::one)
                .toList();
    }

    private static PathFigures one(String text) {
        String[] words = text.split(" ", -1);
        long[] n = Arrays.stream(words).skip(2).mapToLong(Long::parseLong).toArray();
        return new PathFigures(words[0], words[1], n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }
}
