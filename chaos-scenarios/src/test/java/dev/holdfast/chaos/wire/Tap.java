package dev.holdfast.chaos.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import dev.holdfast.chaos.wire.Request.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Where every message of one proxy comes by: it is recorded, and told what is to become of it. */
final class Tap implements AutoCloseable {

    private final Recording recording = new Recording();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Order> orders = new ArrayList<>();

    Recording recording() {
        return recording;
    }

    Order order(Part part, Manner manner, Predicate<Request> which, int nth) {
        Order order = new Order(part, manner, which, nth);
        synchronized (lock) {
            orders.add(order);
        }
        return order;
    }

    /** What is to become of a message now. */
    enum Fate {
        PASS,
        VANISH,
        BREAK
    }

    /** Takes in a request. */
    Passage request(String kind, Role role) {
        return enter(new Request(kind, role, 0, Request.UNANSWERED));
    }

    /** Takes in what a member sends unasked; its fate is that of a reply. */
    Passage notice(String kind) {
        return enter(new Request(kind, Role.NOTICE, 0, Request.UNANSWERED));
    }

    private Passage enter(Request message) {
        synchronized (lock) {
            List<Order> meant =
                    orders.stream().filter(order -> order.isMeant(message)).toList();
            int position = recording.add(now -> new Request(message.kind(), message.role(), now, Request.UNANSWERED));
            return new Passage(message.kind(), position, meant);
        }
    }

    /** One exchange on its way through the proxy. */
    final class Passage {

        private final String kind;
        private final int position;
        private final List<Order> meant;

        private Passage(String kind, int position, List<Order> meant) {
            this.kind = kind;
            this.position = position;
            this.meant = List.copyOf(meant);
        }

        String kind() {
            return kind;
        }

        /** Returns what becomes of the request; returns late if it is held. */
        Fate request() throws InterruptedException {
            return fate(Part.REQUEST);
        }

        /** Notes the reply, and returns what becomes of it; returns late if it is held. */
        Fate reply() throws InterruptedException {
            recording.answered(position);
            return fate(Part.REPLY);
        }

        private Fate fate(Part part) throws InterruptedException {
            Fate fate = Fate.PASS;
            for (Order order : meant) {
                if (order.part() == part) {
                    order.fire();
                    switch (order.manner()) {
                        case HOLD -> order.awaitRelease();
                        case BREAK -> fate = Fate.BREAK;
                        case SILENCE -> fate = Fate.VANISH;
                    }
                }
            }
            return fate;
        }
    }

    /** Lets go of what is held. */
    @Override
    public void close() {
        synchronized (lock) {
            orders.forEach(Order::release);
        }
    }
}
