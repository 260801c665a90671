package dev.holdfast.consul;

import dev.holdfast.consul.QueueView.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kiwiproject.consul.model.kv.Value;

/** What the front of a queue is for who looks at it, where its heads lock a key beside their entries. */
final class Front {

    private Front() {}

    /**
     * Returns a queue with, before all others, the one who holds the key of an exclusive right but is not in the queue:
     * {@code consul lock} does not enter queues. Its token, which it does not know, is below those of the queue.
     */
    static List<Seat> withForeignHolder(String prefix, List<Value> values, List<Seat> queue) {
        String head = HeadKey.name(prefix, 1, 0);
        Optional<Value> foreign = values.stream()
                .filter(value -> value.getKey().equals(head))
                .filter(value -> value.getSession()
                        .filter(holder ->
                                queue.stream().noneMatch(seat -> seat.session().equals(holder)))
                        .isPresent())
                .findFirst();
        if (foreign.isEmpty()) {
            return queue;
        }
        long token = Math.min(
                foreign.get().getModifyIndex(),
                queue.isEmpty() ? Long.MAX_VALUE : queue.get(0).token() - 1);
        List<Seat> all = new ArrayList<>();
        all.add(new Seat(head, token, token, "", foreign.get().getSession().orElse("")));
        all.addAll(queue);
        return all;
    }

    /**
     * Returns a queue with one more before the first own place that has its turn but not its head key: the right is not
     * free, although nobody in the queue has it. A lock-delay, which no read shows, may still protect a former holder.
     */
    static List<Seat> withOneHeldBack(List<Seat> queue, List<ConsulPlace> own) {
        Set<Long> heldBack = own.stream()
                .filter(place -> place.seats() == 1 && place.isHeldBack())
                .map(ConsulPlace::token)
                .collect(Collectors.toUnmodifiableSet());
        List<Seat> all = new ArrayList<>(queue);
        for (int i = 0; i < queue.size(); i++) {
            Seat seat = queue.get(i);
            if (heldBack.contains(seat.token())) {
                all.add(i, new Seat(seat.key(), seat.token() - 1, seat.index(), "", ""));
                return all;
            }
        }
        return all;
    }
}
