package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.FencingToken;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
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
    private final String name;
    private final Queue queue;

    LeaderElection(Coordination coordination, String name) {
        this.coordination = coordination;
        this.name = name;
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
        return Candidacy.start(coordination, queue, name, Name.of("candidate", candidate), term);
    }

    /**
     * Returns who leads: one linearizable read. The answer may be old as soon as it is given.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public Optional<Leader> leader(Duration within) throws InterruptedException {
        return first(queue.contenders(Deadline.after(coordination.ticker(), within)));
    }

    /**
     * Tells who leads, now and after each change, until the observation is closed; empty while nobody does. Calls come
     * in order, one at a time, and never tell an older leader after a newer one; leaders in between may be left out.
     */
    public Observation observe(Consumer<Optional<Leader>> listener) {
        return queue.tell(1, front -> listener.accept(first(front)));
    }

    private Optional<Leader> first(List<Contender> heads) {
        return heads.stream().findFirst().map(head -> new Leader(head.label(), queue.token(head.token())));
    }

    /**
     * Who leads.
     *
     * @param candidate the name under which it joined
     * @param token the token of its leadership
     */
    public record Leader(String candidate, FencingToken token) {}

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
