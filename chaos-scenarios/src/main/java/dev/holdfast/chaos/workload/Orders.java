package dev.holdfast.chaos.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the runner tells a client process on its standard input: {@code stop}, then {@code final}. The end of input, which
 * comes when the runner has ended in whatever way, ends the process at once.
 */
public final class Orders {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch finals = new CountDownLatch(1);

    private Orders() {}

    /** Begins to listen; calls {@code onEnd} when the input has ended. */
    public static Orders listen(InputStream in, Runnable onEnd) {
        Orders orders = new Orders();
        Thread reader = new Thread(() -> orders.read(in, onEnd), "orders");
        reader.setDaemon(true);
        reader.start();
        return orders;
    }

    private void read(InputStream in, Runnable onEnd) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line) {
                    case "stop" -> stopped.countDown();
                    case "final" -> finals.countDown();
                    default -> throw new IOException("order must be 'stop' or 'final', was '" + line + "'");
                }
            }
        } catch (IOException e) {
            System.err.println("orders: " + e.getMessage());
        }
        onEnd.run();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits between two operations; returns true, early, when the traffic must end. */
    public boolean stopsWithin(Duration pause) throws InterruptedException {
        return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the final reads are asked for. */
    public void awaitFinal() throws InterruptedException {
        finals.await();
    }
}
