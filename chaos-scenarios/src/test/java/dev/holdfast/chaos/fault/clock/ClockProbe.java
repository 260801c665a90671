package dev.holdfast.chaos.fault.clock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A client that tells its clocks for each line of input; with an argument it also reads them all the time. */
public final class ClockProbe {

    private ClockProbe() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            Thread busy = new Thread(ClockProbe::readForEver, "busy");
            busy.setDaemon(true);
            busy.start();
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        while (lines.readLine() != null) {
            System.out.println(System.currentTimeMillis() + " " + System.nanoTime() / 1_000_000);
        }
    }

    private static void readForEver() {
        long sum = 0;
        while (sum != 1) {
            sum = System.currentTimeMillis() ^ System.nanoTime();
        }
    }
}
