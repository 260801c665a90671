package dev.holdfast;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A place that has its turn as soon as its queue, as it is told, shows nobody before it who excludes it. What is told
 * counts only if it shows the place itself: it is then no older than the place, and nobody comes before it any more.
 */
final class ToldPlace implements Place {

    private final Place place;
    private final Sharing sharing;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();

    private ToldPlace(Place place, Sharing sharing) {
        this.place = place;
        this.sharing = sharing;
    }

    /** Returns the place itself if it has its turn already. */
    static Place of(Place place, Queue queue, Threads threads) {
        if (place.turn().toCompletableFuture().isDone()) {
            return place;
        }
        ToldPlace told = new ToldPlace(place, queue.sharing());
        boolean listens = false;
        try {
            told.listen(queue, threads);
            listens = true;
            return told;
        } finally {
            if (!listens) {
                place.leave();
            }
        }
    }

    /** The observation is closed on a callback thread: its own must not wait for itself. */
    private void listen(Queue queue, Threads threads) {
        Observation observation = queue.observe(Integer.MAX_VALUE, this::told);
        var unused = turn.whenComplete((done, failure) -> threads.callbackPool().execute(observation::close));
        place.turn().whenComplete((done, failure) -> {
            if (failure == null) {
                turn.complete(null);
            } else {
                turn.completeExceptionally(failure);
            }
        });
    }

    private void told(List<Contender> front) {
        for (int position = 0; position < front.size(); position++) {
            if (front.get(position).token() == place.token()) {
                if (sharing.admits(front.subList(0, position))) {
                    turn.complete(null);
                }
                return;
            }
        }
    }

    @Override
    public long token() {
        return place.token();
    }

    @Override
    public Session session() {
        return place.session();
    }

    @Override
    public String entry() {
        return place.entry();
    }

    @Override
    public boolean follows(String entry) {
        return place.follows(entry);
    }

    @Override
    public CompletionStage<Void> turn() {
        return turn.minimalCompletionStage();
    }

    @Override
    public CompletionStage<LossReason> gone() {
        return place.gone();
    }

    @Override
    public CompletionStage<Void> leave() {
        return place.leave();
    }
}
