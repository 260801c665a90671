package dev.holdfast;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.WriteCondition;
import java.time.Duration;
import java.util.Optional;

/** Small values that many processes read, that are written conditionally, and watched without missing the latest. */
public final class ConfigStore {

    private static final Duration FIRST_STATE_WAIT = Duration.ofSeconds(10);

    private final Coordination coordination;

    ConfigStore(Coordination coordination) {
        this.coordination = coordination;
    }

    /**
     * Reads linearizably.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public <T> Optional<Versioned<T>> get(String key, Codec<T> codec, Duration within) throws InterruptedException {
        return coordination
                .backend()
                .entries()
                .read(path(key), deadline(within))
                .map(entry -> Versioned.present(codec.decode(entry.value()), entry.revision(), false));
    }

    /**
     * Writes, whatever is there.
     *
     * @return the revision of the value
     * @throws CoordinationException if it is not certain that it was written; see its kinds
     */
    public <T> long put(String key, T value, Codec<T> codec, Duration within) throws InterruptedException {
        return write(key, value, codec, new WriteCondition.Always(), within);
    }

    /**
     * Writes, if the key has no value.
     *
     * @throws Conflict if it has one
     * @throws CoordinationException if it is not certain that it was written; see its kinds
     */
    public <T> long putIfAbsent(String key, T value, Codec<T> codec, Duration within) throws InterruptedException {
        return write(key, value, codec, new WriteCondition.Absent(), within);
    }

    /**
     * Writes, if the key's value is still the one of a revision.
     *
     * @throws Conflict if it is another one
     * @throws CoordinationException if it is not certain that it was written; see its kinds
     */
    public <T> long replace(String key, long revision, T value, Codec<T> codec, Duration within)
            throws InterruptedException {
        return write(key, value, codec, new WriteCondition.AtRevision(revision), within);
    }

    /**
     * Writes, if a right is still held: the store checks both in one step, so that nothing is written after the right has
     * passed on, however late the request arrives.
     *
     * @throws SessionExpired if the right is no longer held; nothing was written
     * @throws CoordinationException if it is not certain that it was written; see its kinds
     * @throws IllegalArgumentException if the right was obtained through another connection
     */
    public <T> long put(String key, T value, Codec<T> codec, WhileHeld guard, Duration within)
            throws InterruptedException {
        return write(key, value, codec, new WriteCondition.Always(), guard, within);
    }

    /**
     * Writes, if the key's value is still the one of a revision and a right is still held; see
     * {@link #put(String, Object, Codec, WhileHeld, Duration)}.
     *
     * @throws Conflict if the value is another one
     */
    public <T> long replace(String key, long revision, T value, Codec<T> codec, WhileHeld guard, Duration within)
            throws InterruptedException {
        return write(key, value, codec, new WriteCondition.AtRevision(revision), guard, within);
    }

    /**
     * Removes the value.
     *
     * @return whether there was one
     * @throws CoordinationException if it is not certain that it was removed; see its kinds
     */
    public boolean delete(String key, Duration within) throws InterruptedException {
        return coordination.backend().entries().delete(path(key), new WriteCondition.Always(), deadline(within));
    }

    /**
     * Watches a key, and waits ten seconds at most for its first state.
     *
     * @throws Unavailable if the store did not tell the first state in time; the watch is closed
     */
    public <T> Watch<T> watch(String key, Codec<T> codec) throws InterruptedException {
        return watch(key, codec, FIRST_STATE_WAIT);
    }

    /**
     * Watches a key until the watch is closed, through failures of the store of any length.
     *
     * @param within how long to wait at most for the first state
     * @throws Unavailable if the store did not tell the first state in time; the watch is closed
     */
    public <T> Watch<T> watch(String key, Codec<T> codec, Duration within) throws InterruptedException {
        return Watch.start(coordination, path(key), codec, deadline(within));
    }

    private <T> long write(String key, T value, Codec<T> codec, WriteCondition condition, Duration within)
            throws InterruptedException {
        return coordination
                .backend()
                .entries()
                .write(path(key), codec.encode(value), condition, deadline(within))
                .revision();
    }

    private <T> long write(
            String key, T value, Codec<T> codec, WriteCondition condition, WhileHeld guard, Duration within)
            throws InterruptedException {
        return guard.guarded(coordination, condition, guarded -> write(key, value, codec, guarded, within));
    }

    private Deadline deadline(Duration within) {
        return Deadline.after(coordination.ticker(), within);
    }

    private static String path(String key) {
        return "config/" + Name.of("config key", key);
    }
}
