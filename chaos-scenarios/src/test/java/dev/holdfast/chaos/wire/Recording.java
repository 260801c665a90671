package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.wire.Request.Role;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that went through one proxy, in the order in which it came there. Safe for use by many threads. */
public final class Recording {

    private final List<Request> requests = new ArrayList<>();

    Recording() {}

    /** A point in a recording. */
    public record Mark(int position) {}

    /** Returns the point up to which is recorded now. */
    public synchronized Mark mark() {
        return new Mark(requests.size());
    }

    /** Returns everything after a point, background and notices included. */
    public synchronized List<Request> allSince(Mark mark) {
        return List.copyOf(requests.subList(mark.position(), requests.size()));
    }

    /** Returns the requests of operations after a point. */
    public List<Request> since(Mark mark) {
        return allSince(mark).stream()
                .filter(request -> request.role() == Role.FOREGROUND)
                .toList();
    }

    /** Returns the kinds of the requests of operations after a point, in order. */
    public List<String> kindsSince(Mark mark) {
        return since(mark).stream().map(Request::kind).toList();
    }

    /** Returns how many requests of operations there were after a point, by kind. */
    public Map<String, Long> countsSince(Mark mark) {
        return since(mark).stream().collect(Collectors.groupingBy(Request::kind, TreeMap::new, Collectors.counting()));
    }

    /** Returns how many messages of a kind there were, whatever their role. */
    public synchronized long count(String kind) {
        return requests.stream().filter(request -> request.kind().equals(kind)).count();
    }

    /** Returns whether a reply is missing to a request of an operation after a point. */
    public boolean isAllAnsweredSince(Mark mark) {
        return since(mark).stream().allMatch(Request::isAnswered);
    }

    /** Returns whether no operation has sent anything for a while. */
    public boolean isQuietFor(Duration length) {
        long now = Ticker.SYSTEM.nanos();
        return since(new Mark(0)).stream().noneMatch(request -> now - request.sentNanos() < length.toNanos());
    }

    /** Takes in a message, and returns its position. */
    synchronized int add(Function<Long, Request> message) {
        requests.add(message.apply(Ticker.SYSTEM.nanos()));
        return requests.size() - 1;
    }

    synchronized void answered(int position) {
        Request sent = requests.get(position);
        requests.set(position, new Request(sent.kind(), sent.role(), sent.sentNanos(), Ticker.SYSTEM.nanos()));
    }
}
