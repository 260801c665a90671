package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.WriteCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An election: of all candidates at most one leads at any time, and the next in line takes over when it resigns, dies or
 * is cut off. Candidates are served in the order in which they joined.
 */
public final class LeaderElection {

    private final Coordination coordination;
    private final Queue queue;

    LeaderElection(Coordination coordination, String name) {
        this.coordination = coordination;
        this.queue = new Queue(coordination, "election", name, new Sharing.Alone());
    }

    /**
     * Stands for election until the candidacy is closed. Each time this candidate is elected, the term runs on the
     * candidacy's own thread; when it returns, the candidate resigns and stands again, last in line. The thread is
     * interrupted when leadership is lost.
     *
     * @param candidate what observers are shown of this candidate, such as a host name
     */
    public Candidacy join(String candidate, Term term) {
        return join(candidate, term, Standing.PLAIN);
    }

    /** Stands for election as {@link #join(String, Term)} does, in the way that {@code standing} says. */
    public Candidacy join(String candidate, Term term, Standing standing) {
        return Candidacy.start(coordination, queue, Name.of("candidate", candidate), standing, term);
    }

    /**
     * Returns who leads: one linearizable read. The answer may be old as soon as it is given.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public Optional<Leader> leader(Duration within) throws InterruptedException {
        return first(queue, queue.contenders(Deadline.after(coordination.ticker(), within)));
    }

    /**
     * Returns the names of the candidates in line, the leader first: one linearizable read. The answer may be old as soon
     * as it is given.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public List<String> candidates(Duration within) throws InterruptedException {
        return queue.contenders(Deadline.after(coordination.ticker(), within)).stream()
                .map(Contender::label)
                .toList();
    }

    /**
     * Announces a value in the name of the leader: one write, which the store refuses once leadership has passed on,
     * however late it arrives. A later announcement of the same leadership replaces it.
     *
     * @throws SessionExpired if leadership is no longer held; nothing was announced
     * @throws CoordinationException if it is not certain that it was announced; see its kinds
     */
    public <T> void announce(Grant leadership, T value, Codec<T> codec, Duration within) throws InterruptedException {
        byte[] bytes = Announcements.bytes(leadership, codec.encode(value));
        Deadline deadline = Deadline.after(coordination.ticker(), within);
        WhileHeld.whileHeld(leadership)
                .guarded(
                        coordination,
                        new WriteCondition.Always(),
                        guard -> coordination
                                .backend()
                                .entries()
                                .write(Announcements.key(queue), bytes, guard, deadline)
                                .revision());
    }

    /**
     * Tells who leads together with what that leader has announced, now and after each change, until the observation is
     * closed; empty while nobody leads, or the leader has announced nothing yet. Calls come in order, one at a time, and
     * never tell an older leader after a newer one; what was told in between may be left out. An announcement that cannot
     * be decoded is reported in the log and not told.
     */
    public <T> Observation observeAnnouncements(Codec<T> codec, Consumer<Optional<Announcement<T>>> listener) {
        return Announcements.observe(coordination, queue, codec, listener);
    }

    /**
     * Tells who leads, now and after each change, until the observation is closed; empty while nobody does. Calls come
     * in order, one at a time, and never tell an older leader after a newer one; leaders in between may be left out.
     */
    public Observation observe(Consumer<Optional<Leader>> listener) {
        return queue.tell(1, front -> listener.accept(first(queue, front)));
    }

    static Optional<Leader> first(Queue queue, List<Contender> heads) {
        return heads.stream().findFirst().map(head -> new Leader(head.label(), queue.token(head.token())));
    }

    /**
     * Who leads.
     *
     * @param candidate the name under which it joined
     * @param token the token of its leadership
     */
    public record Leader(String candidate, FencingToken token) {}

    /**
     * What a leader has announced.
     *
     * @param leader who leads
     * @param value what it has announced last
     */
    public record Announcement<T>(Leader leader, T value) {}

    /** What a candidate does while it leads. */
    @FunctionalInterface
    public interface Term {
        /**
         * Leads; loops while {@link Grant#isHeld()}.
         *
         * @throws InterruptedException if the thread was interrupted, as it is when leadership is lost
         */
        void lead(Grant leadership) throws InterruptedException;
    }
}
