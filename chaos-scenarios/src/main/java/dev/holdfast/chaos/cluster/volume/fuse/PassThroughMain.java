package dev.holdfast.chaos.cluster.volume.fuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that shows folders as volumes, with rules. It says {@code ready}, then answers each line with one; the words of
 * a line stand apart by tabs. It ends when its input does.
 *
 * <pre>
 * mount VOLUME FOLDER TARGET   ok
 * set VOLUME NAME RULE         ok
 * is-set VOLUME NAME           whether the rule is in effect
 * clear VOLUME NAME            what the rule has done in all; it is no longer in effect
 * unmount                      ok; nothing is shown any longer
 * </pre>
 */
public final class PassThroughMain {

    /** Stands before the reason where a line was not carried out. */
    public static final String FAILED = "failed: ";

    private final Map<String, PassThrough> volumes = new HashMap<>();

    private PassThroughMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int unused = Libc.umask(0);
        PassThroughMain program = new PassThroughMain();
        System.out.println("ready");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(program.answer(line));
            }
        }
    }

    private String answer(String line) {
        List<String> words = List.of(line.split("\t", -1));
        try {
            return carryOut(words);
        } catch (Errno | IllegalArgumentException e) {
            return FAILED + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    private String carryOut(List<String> words) {
        switch (words.get(0)) {
            case "mount" -> {
                volumes.put(words.get(1), PassThrough.mount(words.get(1), words.get(2), words.get(3)));
                return "ok";
            }
            case "set" -> {
                volume(words).set(words.get(2), Rule.fromJson(words.get(3)));
                return "ok";
            }
            case "is-set" -> {
                return String.valueOf(volume(words).isSet(words.get(2)));
            }
            case "clear" -> {
                return volume(words).clear(words.get(2)).toJson();
            }
            case "unmount" -> {
                volumes.values().forEach(PassThrough::close);
                volumes.clear();
                return "ok";
            }
            default -> throw new IllegalArgumentException("unknown word '" + words.get(0) + "'");
        }
    }

    private PassThrough volume(List<String> words) {
        PassThrough volume = volumes.get(words.get(1));
        if (volume == null) {
            throw new IllegalArgumentException("no volume '" + words.get(1) + "'; there are " + volumes.keySet());
        }
        return volume;
    }
}
