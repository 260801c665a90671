package dev.holdfast.bench.worker;

import dev.holdfast.bench.worker.Client.Hold;
import java.util.ArrayList;
import java.util.List;

/** Threads of this process that take and give back one lock, as often as they can, between two moments. */
final class Burst {

    private static final int ERRORS_MAX = 50;

    private final Client client;
    private final Referee referee;
    private final Order order;
    private final long startNanos;
    private final long endNanos;

    Burst(Client client, Referee referee, Order order) {
        this.client = client;
        this.referee = referee;
        this.order = order;
        this.startNanos = order.number("start");
        this.endNanos = startNanos + order.millis("millis").toNanos();
    }

    /** Returns when every thread has given the lock back; grants after the end are not counted. */
    Answer run() throws InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= order.count("threads"); i++) {
            Contender contender = new Contender(order.number("process") * 1_000 + i);
            contenders.add(contender);
            threads.add(new Thread(contender, "contender-" + i));
        }
        Clock.awaitNanos(startNanos);
        long cpu = Clock.cpuNanos();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return sum(contenders, Clock.cpuNanos() - cpu);
    }

    private Answer sum(List<Contender> contenders, long cpuNanos) {
        Latencies all = new Latencies();
        contenders.forEach(contender -> all.addAll(contender.taken));
        Answer answer = new Answer()
                .with(all)
                .with("cpuNanos", cpuNanos)
                .with(
                        "least",
                        contenders.stream().mapToInt(c -> c.taken.count()).min().orElse(0))
                .with(
                        "most",
                        contenders.stream().mapToInt(c -> c.taken.count()).max().orElse(0))
                .with(
                        "handOvers",
                        contenders.stream().mapToInt(c -> c.handOvers).sum())
                .with(
                        "violations",
                        contenders.stream().mapToInt(c -> c.violations).sum())
                .with("errors", contenders.stream().mapToInt(c -> c.errors).sum());
        contenders.stream()
                .map(contender -> contender.error)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .ifPresent(error -> answer.with("error", error));
        return answer;
    }

    private final class Contender implements Runnable {

        private final long number;
        private final Latencies taken = new Latencies();
        private int handOvers;
        private int violations;
        private int errors;
        private String error = "";

        Contender(long number) {
            this.number = number;
        }

        @Override
        public void run() {
            String lock = order.text("lock");
            while (Clock.nanos() < endNanos && errors < ERRORS_MAX) {
                try {
                    once(lock);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException e) {
                    errors++;
                    error = e.toString();
                }
            }
        }

        private void once(String lock) throws InterruptedException {
            long from = Clock.nanos();
            long granted;
            boolean handedOver;
            try (Hold hold = client.acquire(lock)) {
                granted = Clock.nanos();
                boolean good = referee.enter(number, hold.token(), client.repeatsTokens());
                handedOver = referee.isHandedOver(number);
                good &= referee.leave(number);
                violations += good ? 0 : 1;
            }
            if (granted <= endNanos) {
                taken.add(Clock.nanos() - from);
                handOvers += handedOver ? 1 : 0;
            }
        }
    }
}
