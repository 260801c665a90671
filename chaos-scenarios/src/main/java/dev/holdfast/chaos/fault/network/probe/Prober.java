package dev.holdfast.chaos.fault.network.probe;

import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends and receives the datagrams of all pods. For one thread. */
final class Prober implements AutoCloseable {

    private static final int LONGEST = 2048;
    private static final int SIZE = 64;
    private static final byte THERE = 1;
    private static final byte BACK = 2;
    private static final byte OF_TRAIN = 3;

    /** What a datagram says: its kind, the generation of the figures, the way and its number on it. */
    private record Note(byte kind, int generation, int way, int number) {}

    private final List<String> pods;
    private final List<DatagramChannel> channels;
    private final List<SocketAddress> addresses = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<Way> busy = new ArrayList<>();
    private final Selector selector;
    private final ByteBuffer out = ByteBuffer.allocateDirect(LONGEST);
    private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST);

    private long busyNanos = 20_000_000L;
    private long idleNanos = 100_000_000L;
    private long nextBusy;
    private long nextIdle;
    private int generation;
    private Train train = new Train(0);

    Prober(List<String> pods, List<DatagramChannel> channels) throws IOException {
        this.pods = List.copyOf(pods);
        this.channels = List.copyOf(channels);
        this.selector = Selector.open();
        for (int i = 0; i < channels.size(); i++) {
            addresses.add(channels.get(i).getLocalAddress());
            channels.get(i).register(selector, SelectionKey.OP_READ, i);
            for (int j = 0; j < channels.size(); j++) {
                if (i != j) {
                    ways.add(new Way(i, j));
                }
            }
        }
        nextBusy = Ticker.SYSTEM.nanos();
        nextIdle = nextBusy;
    }

    /** Wakes {@link #turn} up. */
    void wakeUp() {
        selector.wakeup();
    }

    void turn() throws IOException {
        long now = Ticker.SYSTEM.nanos();
        if (now - nextBusy >= 0) {
            nextBusy = now + busyNanos;
            busy.forEach(this::send);
        }
        if (now - nextIdle >= 0) {
            nextIdle = now + idleNanos;
            ways.stream().filter(way -> !busy.contains(way)).forEach(this::send);
        }
        long wait = Math.min(nextBusy, nextIdle) - Ticker.SYSTEM.nanos();
        if (wait <= 0) {
            selector.selectNow(this::receive);
        } else {
            selector.select(this::receive, Math.max(1, wait / 1_000_000L));
        }
    }

    private void send(Way way) {
        if (!way.isFull()) {
            int index = ways.indexOf(way);
            write(way.from, way.to, new Note(THERE, generation, index, way.sent(Ticker.SYSTEM.nanos())), SIZE);
        }
    }

    private void write(int from, int to, Note note, int size) {
        out.clear().limit(size);
        out.put(0, note.kind).putInt(4, note.generation).putInt(8, note.way).putInt(12, note.number);
        try {
            channels.get(from).send(out, addresses.get(to));
        } catch (IOException e) {
            // a pod whose network is gone: the datagram counts as sent and lost, which it is
        }
    }

    private void receive(SelectionKey key) {
        if (key.attachment() instanceof Integer pod && key.channel() instanceof DatagramChannel channel) {
            try {
                for (SocketAddress from = read(channel); from != null; from = read(channel)) {
                    take(pod, Ticker.SYSTEM.nanos());
                }
            } catch (IOException e) {
                // as above: nothing arrives there any more
            }
        }
    }

    private @Nullable SocketAddress read(DatagramChannel channel) throws IOException {
        in.clear();
        SocketAddress from = channel.receive(in);
        in.flip();
        return from;
    }

    private void take(int pod, long now) {
        if (in.limit() < 16) {
            return;
        }
        Note note = new Note(in.get(0), in.getInt(4), in.getInt(8), in.getInt(12));
        if (note.generation != generation || note.way < 0 || note.way >= ways.size() || note.number < 0) {
            return;
        }
        Way way = ways.get(note.way);
        if (note.kind == THERE && way.to == pod) {
            if (way.arrived(note.number, now)) {
                write(pod, way.from, new Note(BACK, generation, note.way, note.number), SIZE);
            }
        } else if (note.kind == BACK && way.from == pod) {
            way.cameBack(note.number, now);
        } else if (note.kind == OF_TRAIN && way.to == pod) {
            train.arrived(in.limit(), now);
        }
    }

    /** Begins the figures anew. */
    void begin() {
        generation++;
        ways.forEach(Way::clear);
    }

    /** Sends on some ways every so often, on the others ten times a second. */
    void busy(long everyNanos, List<String> pairs) {
        busyNanos = everyNanos;
        busy.clear();
        ways.stream().filter(way -> pairs.contains(name(way))).forEach(busy::add);
    }

    private String name(Way way) {
        return pods.get(way.from) + ">" + pods.get(way.to);
    }

    /** Returns the figures of what was sent at least that long ago. */
    List<PathFigures> figures(long agoNanos) {
        long before = Ticker.SYSTEM.nanos() - agoNanos;
        return ways.stream()
                .map(way -> way.figures(pods.get(way.from), pods.get(way.to), before))
                .toList();
    }

    /** Sends a train on one way, to be asked for later. */
    void train(String pair, int count, int size, long bytesToSkip) {
        train = new Train(bytesToSkip);
        for (int i = 0; i < ways.size(); i++) {
            if (name(ways.get(i)).equals(pair)) {
                for (int number = 0; number < count; number++) {
                    write(ways.get(i).from, ways.get(i).to, new Note(OF_TRAIN, generation, i, number), size);
                }
            }
        }
    }

    long trainBitsPerSecond() {
        return train.bitsPerSecond();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
