package dev.holdfast.memory;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Places with a planted bug. */
final class PlantedPlaces {

    /** The counters of tokens that begin anew when their queue is removed. */
    static final Map<String, AtomicLong> RESTARTING = new ConcurrentHashMap<>();

    private static final AtomicLong ENTRIES = new AtomicLong();

    private PlantedPlaces() {}

    static Place plant(
            PlantedBug bug, Place place, String queue, String label, Contention contention, Deadline deadline) {
        return switch (bug) {
            case HELD_ONE_SESSION_TOO_LONG -> heldTooLong(place);
            case TOKEN_IS_CONSTANT -> withToken(place, 1);
            case TOKEN_RESTARTS_WITH_THE_QUEUE ->
                withToken(
                        place,
                        RESTARTING
                                .computeIfAbsent(queue, name -> new AtomicLong())
                                .incrementAndGet());
            case EVERY_SECOND_ENTRY_IS_OVERTAKEN ->
                ENTRIES.incrementAndGet() % 2 == 0 ? overtaken(place, queue, label, contention) : place;
            case CANCELLED_ACQUIRE_STAYS -> cancelStays(place);
            case LEAVE_DOES_NOTHING -> leaveDoesNothing(place);
            case TWO_HEADS -> isAmongTwo(queue, contention, deadline) ? atOnce(place) : place;
            case EVERYBODY_IS_HEAD -> atOnce(place);
            case LOSS_IS_NOT_TOLD -> lossNotTold(place);
            case FOLLOWS_ANYBODY -> followsAnybody(place);
            default -> place;
        };
    }

    private static boolean isAmongTwo(String queue, Contention contention, Deadline deadline) {
        try {
            return contention.contenders(queue, deadline).size() <= 2;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Place heldTooLong(Place place) {
        Session late = new Session() {
            @Override
            public String id() {
                return place.session().id();
            }

            @Override
            public long validUntilNanos() {
                return place.session().validUntilNanos() + Duration.ofSeconds(1).toNanos();
            }

            @Override
            public CompletionStage<LossReason> ended() {
                return place.session().ended();
            }
        };
        return new ForwardingPlace(place) {
            @Override
            public Session session() {
                return late;
            }
        };
    }

    private static Place withToken(Place place, long token) {
        return new ForwardingPlace(place) {
            @Override
            public long token() {
                return token;
            }
        };
    }

    /** Goes to the end of the queue once, when its turn has come. */
    private static Place overtaken(Place first, String queue, String label, Contention contention) {
        AtomicReference<Place> now = new AtomicReference<>(first);
        boolean waited = !first.turn().toCompletableFuture().isDone();
        CompletionStage<Void> turn = !waited
                ? first.turn()
                : first.turn().thenCompose(arrived -> {
                    first.leave();
                    return contention
                            .enter(queue, label, 1, Deadline.after(Ticker.SYSTEM, Duration.ofSeconds(5)))
                            .thenCompose(second -> {
                                now.set(second);
                                return second.turn();
                            });
                });
        return new ForwardingPlace(now::get) {
            @Override
            public CompletionStage<Void> turn() {
                return turn;
            }
        };
    }

    private static Place cancelStays(Place place) {
        return new ForwardingPlace(place) {
            @Override
            public CompletionStage<Void> leave() {
                return place.turn().toCompletableFuture().isDone()
                        ? place.leave()
                        : CompletableFuture.completedFuture(null);
            }
        };
    }

    private static Place leaveDoesNothing(Place place) {
        return new ForwardingPlace(place) {
            @Override
            public CompletionStage<Void> leave() {
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    private static Place atOnce(Place place) {
        return new ForwardingPlace(place) {
            @Override
            public CompletionStage<Void> turn() {
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    private static Place lossNotTold(Place place) {
        return new ForwardingPlace(place) {
            @Override
            public CompletionStage<LossReason> gone() {
                return new CompletableFuture<>();
            }
        };
    }

    private static Place followsAnybody(Place place) {
        return new ForwardingPlace(place) {
            @Override
            public boolean follows(String entry) {
                return true;
            }
        };
    }
}
