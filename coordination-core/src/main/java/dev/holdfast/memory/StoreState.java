package dev.holdfast.memory;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.WriteCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The state machine of a store: one counter orders every change. What clients must learn goes to their inboxes. Not safe
 * for use by many threads: its store's lock guards it.
 */
final class StoreState {

    private long revision;
    private final Map<String, List<MemoryPlace>> queues = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<MemorySession> sessions = new LinkedHashSet<>();
    private final List<Observer> observers = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();

    /** Somebody who wants to know the front of a queue. */
    record Observer(MemoryLink link, String queue, int depth, Consumer<List<Contender>> listener) {
        void tell(List<Contender> all) {
            List<Contender> front = all.stream().limit(depth).toList();
            link.send(this, () -> listener.accept(front));
        }
    }

    /** Somebody who wants to know the states of a key. */
    record Watcher(MemoryLink link, String key, EntryListener listener) {
        void tell(EntryState state) {
            link.send(this, () -> listener.changed(state));
        }

        void confirm(long atNanos) {
            link.send(this, () -> listener.confirmed(atNanos));
        }
    }

    // sessions

    void open(MemorySession session) {
        session.heard();
        sessions.add(session);
    }

    /** Returns whether the session lives, and keeps it so. */
    boolean heartbeat(MemorySession session) {
        session.heard();
        return sessions.contains(session);
    }

    boolean hasSessions() {
        return !sessions.isEmpty();
    }

    /** Returns the time to the next expiry; zero if there is no session. */
    long nextExpiryInNanos() {
        return sessions.stream().mapToLong(MemorySession::overdueInNanos).min().orElse(0);
    }

    /** Ends sessions with everything that is bound to them. */
    boolean endSessions(Predicate<MemorySession> which) {
        List<MemorySession> over = sessions.stream().filter(which).toList();
        for (MemorySession session : over) {
            sessions.remove(session);
            session.link().send(session, () -> session.end(LossReason.SESSION_ENDED));
            for (MemoryPlace place : session.places()) {
                remove(place);
                place.link().send(place, () -> place.lose(LossReason.SESSION_ENDED, session.over(place.toString())));
            }
        }
        return !over.isEmpty();
    }

    // queues

    MemoryPlace enter(MemoryPlace place) {
        if (!sessions.contains(place.owner())) {
            throw place.owner().over("enter " + place.queue());
        }
        List<MemoryPlace> queue = queues.computeIfAbsent(place.queue(), name -> new ArrayList<>());
        place.entered(
                ++revision, queue.isEmpty() ? "" : queue.get(queue.size() - 1).entry());
        place.owner().places().add(place);
        queue.add(place);
        if (queue.size() <= place.seats()) {
            place.arrive();
        }
        tell(place.queue());
        return place;
    }

    void leave(MemoryPlace place) {
        place.owner().places().remove(place);
        remove(place);
        place.link().send(place, place::left);
    }

    void removeQueue(String name) {
        for (MemoryPlace place : queue(name)) {
            place.owner().places().remove(place);
            place.link()
                    .send(
                            place,
                            () -> place.lose(
                                    LossReason.REVOKED,
                                    new Unavailable("wait in " + place + ": the entry was removed by somebody else")));
        }
        queues.remove(name);
        revision++;
        tell(name);
    }

    List<MemoryPlace> queue(String name) {
        return List.copyOf(queues.getOrDefault(name, List.of()));
    }

    List<Contender> contenders(String queue) {
        return queue(queue).stream()
                .map(place -> new Contender(place.label(), place.token()))
                .toList();
    }

    void observe(Observer observer) {
        observers.add(observer);
        observer.tell(contenders(observer.queue()));
    }

    private void remove(MemoryPlace place) {
        List<MemoryPlace> queue = queues.getOrDefault(place.queue(), new ArrayList<>());
        if (!queue.remove(place)) {
            return;
        }
        revision++;
        if (queue.isEmpty()) {
            queues.remove(place.queue());
        }
        for (int position = 0; position < queue.size(); position++) {
            MemoryPlace waiting = queue.get(position);
            if (position < waiting.seats()) {
                waiting.link().send(waiting, waiting::arrive);
            }
        }
        tell(place.queue());
    }

    private void tell(String queue) {
        List<Contender> all = contenders(queue);
        observers.stream().filter(observer -> observer.queue().equals(queue)).forEach(observer -> observer.tell(all));
    }

    // entries

    Optional<Entry> read(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Entry write(String key, byte[] value, WriteCondition condition) {
        check(key, condition);
        Entry written = new Entry(key, value, ++revision);
        entries.put(key, written);
        tellChange(key, EntryState.present(written));
        return written;
    }

    boolean delete(String key, WriteCondition condition) {
        check(key, condition);
        if (entries.remove(key) == null) {
            return false;
        }
        tellChange(key, EntryState.absent(++revision));
        return true;
    }

    void watch(Watcher watcher) {
        watchers.add(watcher);
        Entry entry = entries.get(watcher.key());
        watcher.tell(entry == null ? EntryState.absent(revision) : EntryState.present(entry));
    }

    /** Tells the watches of a link that they have been told everything up to now. */
    void confirm(MemoryLink link, long sentNanos) {
        watchers.stream().filter(watcher -> watcher.link() == link).forEach(watcher -> watcher.confirm(sentNanos));
    }

    private void tellChange(String key, EntryState state) {
        watchers.stream().filter(watcher -> watcher.key().equals(key)).forEach(watcher -> watcher.tell(state));
    }

    private void check(String key, WriteCondition condition) {
        if (condition instanceof WriteCondition.WhileHeld held) {
            if (queues.values().stream()
                    .flatMap(List::stream)
                    .noneMatch(place -> place.entry().equals(held.entry()))) {
                throw new SessionExpired("change '" + key + "' while '" + held.entry()
                        + "' is held: refused, that right is no longer there; nothing was changed");
            }
            check(key, held.and());
            return;
        }
        Entry entry = entries.get(key);
        String found = entry == null ? "no value" : "revision " + entry.revision();
        if (condition instanceof WriteCondition.Absent && entry != null) {
            throw new Conflict("write '" + key + "' if absent: refused, found " + found);
        }
        if (condition instanceof WriteCondition.AtRevision at && (entry == null || entry.revision() != at.revision())) {
            throw new Conflict("change '" + key + "' at revision " + at.revision() + ": refused, found " + found);
        }
    }

    // the ends of clients

    void forget(Object listener) {
        observers.removeIf(observer -> observer == listener);
        watchers.removeIf(watcher -> watcher == listener);
    }

    void forget(MemoryLink link) {
        observers.removeIf(observer -> observer.link() == link);
        watchers.removeIf(watcher -> watcher.link() == link);
    }
}
