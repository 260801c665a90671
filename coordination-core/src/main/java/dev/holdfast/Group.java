package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is there: processes join with a payload, and everybody sees the members in the order in which they joined. A member
 * that dies is a member until its session is over.
 */
public final class Group {

    private static final Logger log = LoggerFactory.getLogger(Group.class);

    private final Coordination coordination;
    private final Queue queue;

    Group(Coordination coordination, String name) {
        this(coordination, new Queue(coordination, "group", name, new Sharing.Everybody()));
    }

    Group(Coordination coordination, Queue queue) {
        this.coordination = coordination;
        this.queue = queue;
    }

    /**
     * Joins: one write. The membership joins again by itself each time its session has ended, until it is closed.
     *
     * @param payload what the others are shown, at most {@value Membership#PAYLOAD_BYTES_MAX} bytes in UTF-8
     * @param within how long to wait at most for the first joining
     * @throws Unavailable if it did not join in time, and will not
     * @throws Indeterminate if an answer was lost; the entry is removed in the background
     * @throws CoordinationException if the store could not be used; see its kinds
     */
    public Membership join(String payload, Duration within) throws InterruptedException {
        return Membership.join(coordination, queue, payload, Deadline.after(coordination.ticker(), within));
    }

    /**
     * Returns the members in order: one linearizable read.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public List<Member> members(Duration within) throws InterruptedException {
        return members(queue.contenders(Deadline.after(coordination.ticker(), within)));
    }

    /**
     * Tells all members in order, now and after each change, until the observation is closed. Calls come in order, one at a
     * time; states in between may be left out, the latest always arrives.
     */
    public Observation observe(Consumer<List<Member>> listener) {
        return queue.tell(Integer.MAX_VALUE, front -> listener.accept(members(front)));
    }

    /** A membership that has just joined anew may have an older entry still: its latest one counts. */
    private List<Member> members(List<Contender> front) {
        Map<String, Contender> latest = front.stream()
                .filter(this::isMember)
                .collect(Collectors.toMap(
                        one -> Membership.id(one.label()).orElseThrow(),
                        one -> one,
                        (one, other) -> one.token() < other.token() ? other : one));
        Map<Long, Contender> inOrder = new TreeMap<>();
        latest.values().forEach(one -> inOrder.put(one.token(), one));
        return inOrder.values().stream()
                .map(one -> new Member(Membership.payload(one.label()), queue.token(one.token())))
                .toList();
    }

    private boolean isMember(Contender one) {
        Optional<String> id = Membership.id(one.label());
        if (id.isEmpty()) {
            log.warn("not a member group={} token={} label={}", queue, one.token(), one.label());
        }
        return id.isPresent();
    }

    /**
     * A member.
     *
     * @param payload what it said of itself
     * @param token the token of its membership: it rises along the group, and changes when the member joins again
     */
    public record Member(String payload, FencingToken token) {}
}
