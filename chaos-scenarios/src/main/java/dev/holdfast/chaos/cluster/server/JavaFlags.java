package dev.holdfast.chaos.cluster.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of a server's JVM: small and quick to start rather than fast for long. One compiler thread of the first tier,
 * the serial collector, no performance file.
 */
record JavaFlags(String heap) {

    /** The setting, in every Java server's settings, that gives the largest heap. */
    static final String HEAP = "jvm.heap";

    private static final List<String> QUICK = List.of(
            "-Xms16m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CICompilerCount=1",
            "-XX:-UsePerfData");

    List<String> command(Path temporary, List<String> archive) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx" + heap);
        words.addAll(QUICK);
        words.addAll(archive);
        words.add("-Djava.io.tmpdir=" + temporary);
        words.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
        words.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");
        return words;
    }

    /** Returns the flags as one line, for the report. */
    String inWords() {
        return "-Xmx" + heap + " " + String.join(" ", QUICK);
    }
}
