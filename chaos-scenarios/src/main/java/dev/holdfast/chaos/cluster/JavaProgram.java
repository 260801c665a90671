package dev.holdfast.chaos.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a small Java program of this class path, in a process of its own: a client, or what carries out a fault. */
public final class JavaProgram {

    private JavaProgram() {}

    /** Returns the command that runs a main class of this program's class path with a small heap and a quick start. */
    public static List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dlogback.configurationFile=client-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(arguments);
        return command;
    }
}
