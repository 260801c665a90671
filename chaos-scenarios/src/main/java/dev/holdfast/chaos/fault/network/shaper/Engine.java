package dev.holdfast.chaos.fault.network.shaper;

import dev.holdfast.spi.Ticker;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets out of the queue, does to each what its pair's model decides, and keeps those that are to go later. Several
 * faults on one pair act as one, with the larger of each parameter. For one thread.
 */
final class Engine {

    private static final long LONGEST_WAIT = 5_000_000L;

    /** What one fault does to the packets of its links. */
    private record Fault(long seed, Impairment impairment, List<Link> links) {
        boolean concerns(Pair pair) {
            return links.stream().anyMatch(link -> link.matches(pair.source, pair.destination));
        }
    }

    /** A copy on hold; bytes are null for one that is to go as it is and still lies with the kernel. */
    // never compared, and the bytes are nobody else's
    @SuppressWarnings("ArrayRecordComponent")
    private record Held(
            long atNanos,
            long order,
            long sinceNanos,
            Pair pair,
            Packet packet,
            byte @Nullable [] bytes,
            boolean isFirst) {}

    private final PacketQueue queue;
    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private final Map<Long, Pair> pairs = new LinkedHashMap<>();
    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparingLong(Held::atNanos).thenComparingLong(Held::order));
    private long order;

    Engine(PacketQueue queue) {
        this.queue = queue;
    }

    /** Does what is due, then waits for packets until the next is. */
    void turn() {
        long now = Ticker.SYSTEM.nanos();
        releaseUntil(now);
        Held next = held.peek();
        long wait = next == null ? LONGEST_WAIT : Math.min(LONGEST_WAIT, next.atNanos - now);
        if (wait <= 0 || queue.await(wait)) {
            for (int burst = 0; burst < 64 && queue.receive(this::take); burst++) {
                releaseUntil(Ticker.SYSTEM.nanos());
            }
        }
    }

    private void take(Packet packet) {
        if (!packet.isReadable()) {
            queue.accept(packet.id());
            return;
        }
        long key = (long) packet.source() << 32 | (packet.destination() & 0xffff_ffffL);
        Pair pair = pairs.computeIfAbsent(key, k -> impaired(new Pair(packet.source(), packet.destination())));
        PacketModel model = pair.model();
        if (model == null) {
            queue.accept(packet.id());
            return;
        }
        long now = Ticker.SYSTEM.nanos();
        boolean full = pair.held >= PacketModel.LIMIT;
        List<PacketModel.Copy> copies = model.next(now, packet.wireLength(), pair.held);
        // what came before all bytes were asked for can be neither copied nor changed
        int going = packet.isWhole() ? copies.size() : Math.min(1, copies.size());
        boolean changed = packet.isWhole() && copies.stream().anyMatch(PacketModel.Copy::isCorrupt);
        pair.decided(full, going, changed);
        if (copies.isEmpty()) {
            queue.drop(packet.id());
        }
        for (int i = 0; i < going; i++) {
            hold(pair, packet, copies.get(i), now, i == 0);
        }
        releaseUntil(now);
    }

    private void hold(Pair pair, Packet packet, PacketModel.Copy copy, long now, boolean isFirst) {
        byte[] bytes = null;
        if (packet.isWhole() && copy.isCorrupt()) {
            bytes = packet.flipped(copy.flip());
        } else if (!isFirst) {
            bytes = packet.bytes();
        }
        pair.held++;
        held.add(new Held(copy.atNanos(), order++, now, pair, packet, bytes, isFirst));
    }

    private void releaseUntil(long now) {
        for (Held next = held.peek(); next != null && next.atNanos - now <= 0; next = held.peek()) {
            held.remove();
            release(next);
        }
    }

    private void release(Held one) {
        one.pair.held--;
        one.pair.released(Ticker.SYSTEM.nanos() - one.sinceNanos);
        byte[] bytes = one.bytes;
        if (!one.isFirst && bytes != null) {
            queue.send(bytes, one.pair.destination);
        } else if (bytes != null) {
            queue.accept(one.packet.id(), bytes);
        } else {
            queue.accept(one.packet.id());
        }
    }

    /** Does what a line says, and returns the line that answers it. */
    String order(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "set" -> set(words);
            case "clear" -> {
                faults.remove(words[1]);
                apply();
            }
            case "figures" -> {
                return PairFigures.encode(
                        pairs.values().stream().map(Pair::figures).toList());
            }
            default -> throw new IllegalArgumentException("order: unknown '" + line + "'");
        }
        return "ok " + held.size() + " held, " + queue.refused() + " refused";
    }

    private void set(String[] words) {
        List<Link> links = Arrays.stream(words).skip(4).map(Link::decode).toList();
        faults.put(words[1], new Fault(Long.parseLong(words[2]), Impairment.decode(words[3]), links));
        apply();
    }

    private void apply() {
        queue.copy(faults.values().stream().anyMatch(fault -> fault.impairment().needsBytes()));
        pairs.values().forEach(this::impaired);
        // what nothing is done to any more waits no longer
        List<Held> free = held.stream()
                .filter(one -> one.pair.model() == null)
                .sorted(held.comparator())
                .toList();
        held.removeAll(free);
        free.forEach(this::release);
    }

    private Pair impaired(Pair pair) {
        Impairment all = Impairment.NONE;
        long seed = 0;
        for (Fault fault : faults.values()) {
            if (fault.concerns(pair)) {
                all = all.max(fault.impairment);
                seed ^= fault.seed;
            }
        }
        pair.impair(all, seed);
        return pair;
    }

    /** Lets every packet on hold go. */
    void close() {
        faults.clear();
        apply();
    }
}
