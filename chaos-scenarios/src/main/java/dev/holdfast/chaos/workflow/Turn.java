package dev.holdfast.chaos.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One look at the time and at what has happened since the last one, and the orders that come of it.
 *
 * @param now      nanoseconds since the start
 * @param instant  what a calendar would show
 * @param outcomes by the names of their orders
 * @param names    makes a name that nothing had before, from one that something may have had
 */
record Turn(long now, Instant instant, Map<String, Outcome> outcomes, UnaryOperator<String> names, List<Order> orders) {

    static Turn of(long now, Instant instant, Map<String, Outcome> outcomes, UnaryOperator<String> names) {
        return new Turn(now, instant, outcomes, names, new ArrayList<>());
    }

    void order(Order order) {
        orders.add(order);
    }

    void note(Order.Decision decision, String text) {
        orders.add(new Order.Note(decision, text));
    }

    <T extends Outcome> Optional<T> outcome(String name, Class<T> type) {
        return Optional.ofNullable(outcomes.get(name)).filter(type::isInstance).map(type::cast);
    }
}
