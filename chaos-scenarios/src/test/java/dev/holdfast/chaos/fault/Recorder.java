package dev.holdfast.chaos.fault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps what it is told. */
public final class Recorder implements FaultListener {

    final List<Object> events = new CopyOnWriteArrayList<>();

    @Override
    public void started(Started event) {
        events.add(event);
    }

    @Override
    public void ended(Ended event) {
        events.add(event);
    }

    @Override
    public void effect(Effect effect) {
        events.add(effect);
    }

    public <T> T only(Class<T> type) {
        List<T> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + ", got " + found);
        }
        return found.get(0);
    }

    public <T> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<String> texts() {
        return only(Effect.class).evidence().stream().map(Evidence::text).toList();
    }
}
