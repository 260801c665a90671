package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.Pod;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A way to learn a running program's own time of day, for which the program was not made to cooperate. */
interface WallClock extends Closeable {

    /** Where the servers that are no JVM answer in HTTP, by the name of the program. */
    Map<String, Integer> HTTP_PORTS = Map.of("etcd", 2379, "consul", 8500);

    /** Asks the program; bounded, and throws when it gives no time. */
    Reading read(Duration bound) throws IOException;

    /** Returns what is asked, in words. */
    String source();

    /** Takes back what asking has changed, if anything. */
    @Override
    default void close() throws IOException {}

    /** No way at all, and why. */
    record None(String reason) implements WallClock {

        @Override
        public Reading read(Duration bound) throws IOException {
            throw new IOException(reason);
        }

        @Override
        public String source() {
            return "nothing";
        }
    }

    /** Returns the way that there is to a process in a pod. */
    static WallClock of(Pod pod, long pid, Signals signals) {
        if (isJava(pid)) {
            return new JavaClock(pid, signals);
        }
        String program = pod.label(Pod.NAME);
        Integer port = HTTP_PORTS.get(program);
        return port == null
                ? new None("the time of program '" + program + "' can be read neither as a JVM's nor in HTTP")
                : new HttpClock(pod.address(), port);
    }

    private static boolean isJava(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1)
                    .contains("/libjvm.so");
        } catch (IOException e) {
            return false;
        }
    }
}
