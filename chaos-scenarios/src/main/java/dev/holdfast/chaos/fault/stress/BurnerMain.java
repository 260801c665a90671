package dev.holdfast.chaos.fault.stress;

import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Burns processor time or keeps memory, in a process of its own, until its input ends. It says {@code ready} when it has
 * done nothing yet, and {@code begun} to the line that lets it begin: when all threads run, or all memory is written to.
 */
public final class BurnerMain {

    private static final long SLICE_NANOS = 10_000_000;
    private static final long CHUNK = 64L << 20;
    private static final int PAGE = 4096;

    /** Kept for as long as the program runs. */
    private final List<ByteBuffer> kept = new ArrayList<>();

    private BurnerMain() {}

    /** Takes {@code cpu WORKERS LOAD} or {@code memory BYTES SCORE}. */
    public static void main(String[] arguments) throws IOException {
        BurnerMain burner = new BurnerMain();
        System.out.println("ready");
        System.out.flush();
        if (!line()) {
            return;
        }
        if (arguments[0].equals("cpu")) {
            burner.burn(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        } else {
            burner.fill(Long.parseLong(arguments[1]), arguments[2]);
        }
        System.out.println("begun");
        System.out.flush();
        boolean more = true;
        while (more) {
            more = line();
        }
        System.exit(0);
    }

    /** Reads a line of the input; returns whether there was one. */
    private static boolean line() throws IOException {
        int read = System.in.read();
        while (read >= 0 && read != '\n') {
            read = System.in.read();
        }
        return read >= 0;
    }

    private void burn(int workers, int load) {
        for (int i = 0; i < workers; i++) {
            Thread thread = new Thread(() -> slices(load), "burn-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Computes for a slice and waits until the share of the time since is the load, as stress-ng does. */
    private static void slices(int load) {
        double number = 2;
        long idle = SLICE_NANOS * (100 - load) / load;
        while (number > 0) {
            long until = Ticker.SYSTEM.nanos() + SLICE_NANOS;
            while (Ticker.SYSTEM.nanos() < until) {
                for (int i = 0; i < 1000; i++) {
                    number = Math.sqrt(number + i) + 1;
                }
            }
            long resume = until + idle;
            for (long left = resume - Ticker.SYSTEM.nanos(); left > 0; left = resume - Ticker.SYSTEM.nanos()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private void fill(long bytes, String score) throws IOException {
        if (!score.equals("0")) {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), score);
        }
        for (long left = bytes; left > 0; left -= CHUNK) {
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, left));
            for (int page = 0; page < chunk.capacity(); page += PAGE) {
                chunk.put(page, (byte) 1);
            }
            kept.add(chunk);
        }
    }
}
