package dev.holdfast;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Security;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a coordination store, and the way to its locks, elections and config values.
 *
 * <p>One object serves a whole process: it has one session with the store, kept alive in the background, and everything
 * that was obtained through it is bound to that session. If the session is lost, every grant ends and a new session is
 * made.
 */
public final class Coordination implements AutoCloseable {

    private final Backend backend;
    private final String scope;
    private final Ticker ticker;
    private final Threads threads;
    private final ConfigStore config;
    private final Activity activity;
    private final Expiry expiry;
    private final ConcurrentMap<String, LocalQueue> localQueues = new ConcurrentHashMap<>();
    private final Object closing = new Object();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What threads of the caller wait for, so that closing ends the wait. */
    private final Map<Object, CompletableFuture<?>> waits = new ConcurrentHashMap<>();

    private Coordination(Backend backend, String scope, Ticker ticker, Activity activity) {
        this.backend = backend;
        this.scope = scope;
        this.ticker = ticker;
        this.activity = activity;
        this.threads = new Threads(ticker);
        this.expiry = new Expiry(activity.grants(), threads);
        this.config = new ConfigStore(this);
    }

    /**
     * Connects to the store at an address of the form
     * {@code scheme://host:port,host:port/namespace?session=5s&connect=10s&drift=0.1}.
     *
     * <p>{@code session} is how long the store keeps this client's rights without hearing from it; {@code connect}
     * bounds this call; {@code drift} is the share by which clocks may differ in speed. A backend may take more options,
     * among them {@code tls=true}, {@code ca}, {@code cert} and {@code key} (PEM files), {@code user} with {@code
     * password-file}, and {@code token-file}. An address holds no secret, so that it may be shown anywhere.
     *
     * @throws IllegalArgumentException if the address is malformed, names an unknown option or store, or asks for what
     *     the store cannot do; the message says what was expected
     * @throws CoordinationException if no session could be made in time
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    public static Coordination connect(String address) throws InterruptedException {
        return connect(address, Security.NONE);
    }

    /**
     * Connects as {@link #connect(String)} does, with TLS and a login that the program has at hand. A secret is asked for
     * again at each login, so that it may change meanwhile.
     */
    public static Coordination connect(String address, Security security) throws InterruptedException {
        return connect(address, security, UnaryOperator.identity());
    }

    /**
     * Connects as {@link #connect(String)} does, and builds the recipes on a decoration of the backend, for instance one
     * that measures. Closing the result closes the decoration.
     */
    public static Coordination connect(String address, UnaryOperator<Backend> decoration) throws InterruptedException {
        return connect(address, Security.NONE, decoration);
    }

    private static Coordination connect(String address, Security security, UnaryOperator<Backend> decoration)
            throws InterruptedException {
        Address parsed = Address.parse(address);
        BackendProvider provider = parsed.provider(ServiceLoader.load(BackendProvider.class));
        SecurityOptions.checkUsable(security, provider);
        Deadline deadline = Deadline.after(Ticker.SYSTEM, parsed.connect());
        Activity activity = new Activity(Ticker.SYSTEM);
        Backend backend = provider.connect(parsed.spec(Ticker.SYSTEM, security, activity), deadline);
        return new Coordination(decoration.apply(backend), parsed.scope(), Ticker.SYSTEM, activity);
    }

    /**
     * Builds the recipes on a backend that is already connected; closing the result closes the backend. For backends
     * that are not found by their scheme, and for decorated ones.
     *
     * @param scope the cluster and namespace that tokens belong to
     * @param ticker the clock that the backend uses
     */
    public static Coordination over(Backend backend, String scope, Ticker ticker) {
        return new Coordination(backend, scope, ticker, new Activity(ticker));
    }

    /** Returns the lock of this name. No I/O. */
    public DistributedLock lock(String name) {
        return lock(name, HandOff.NONE);
    }

    /** Returns the lock of this name, which may pass from thread to thread of this process as it says. No I/O. */
    public DistributedLock lock(String name, HandOff handOff) {
        return new DistributedLock(
                this, new Queue(this, "lock", Name.of("lock name", name), new Sharing.Alone()), handOff);
    }

    /** Returns the lock of this name that readers share and a writer has alone. No I/O. */
    public DistributedReadWriteLock readWriteLock(String name) {
        return new DistributedReadWriteLock(this, Name.of("read/write lock name", name));
    }

    /**
     * Returns the semaphore of this name. No I/O.
     *
     * @param permits how many may hold a permit at the same time; every client must give the same number
     */
    public DistributedSemaphore semaphore(String name, int permits) {
        return new DistributedSemaphore(this, Name.of("semaphore name", name), permits);
    }

    /** Returns the election of this name. No I/O. */
    public LeaderElection election(String name) {
        return new LeaderElection(this, Name.of("election name", name));
    }

    /** Returns the counter of this name. No I/O; keep it, since it remembers what it has seen. */
    public DistributedCounter counter(String name) {
        return new DistributedCounter(this, Name.of("counter name", name));
    }

    /** Returns the barrier of this name. No I/O. */
    public Barrier barrier(String name) {
        return new Barrier(this, Name.of("barrier name", name));
    }

    /**
     * Returns the double barrier of this name. No I/O.
     *
     * @param members how many enter together; every client must give the same number
     */
    public DoubleBarrier doubleBarrier(String name, int members) {
        return new DoubleBarrier(this, Name.of("double barrier name", name), members);
    }

    /** Returns the group of this name. No I/O. */
    public Group group(String name) {
        return new Group(this, Name.of("group name", name));
    }

    /** Returns the services of this namespace. No I/O. */
    public ServiceRegistry services() {
        return new ServiceRegistry(this);
    }

    /** Returns the config values of this namespace. No I/O. */
    public ConfigStore config() {
        return config;
    }

    /** Returns what the store can do with the configuration in force. No I/O. */
    public Capabilities capabilities() {
        return backend.capabilities();
    }

    /** Returns the state at this moment: no I/O. */
    public Health health() {
        Duration since = activity.sinceHeartbeat().orElse(null);
        return new Health(
                state(since),
                activity.held(),
                activity.waiting(),
                since,
                activity.stalest().orElse(null));
    }

    /** @param since the last answered heartbeat; null if none is known */
    private Health.State state(@Nullable Duration since) {
        if (isClosed()) {
            return Health.State.CLOSED;
        }
        if (since == null) {
            return Health.State.UNKNOWN;
        }
        Duration session = backend.capabilities().session();
        if (since.compareTo(session) >= 0) {
            return Health.State.LOST;
        }
        return since.compareTo(session.dividedBy(2)) >= 0 ? Health.State.SUSPENDED : Health.State.CONNECTED;
    }

    /** Returns for how long everything that is held is certain if no further heartbeat is answered; empty if nothing is. */
    public Optional<Duration> validity() {
        return activity.validity();
    }

    /** Has a listener hear of what happens, until {@link #forget}. */
    public void listen(CoordinationListener listener) {
        activity.listen(listener);
    }

    /** Tells a listener nothing more. */
    public void forget(CoordinationListener listener) {
        activity.forget(listener);
    }

    /**
     * Ends the session and with it everything that was obtained through this object, and stops every thread. Idempotent,
     * bounded in time, never throws.
     */
    @Override
    public void close() {
        synchronized (closing) {
            if (isClosed()) {
                return;
            }
            closed.countDown();
        }
        backend.close();
        localQueues.values().forEach(LocalQueue::close);
        waits.values().forEach(awaited -> awaited.completeExceptionally(closed()));
        threads.close();
    }

    Backend backend() {
        if (isClosed()) {
            throw closed();
        }
        return backend;
    }

    /** Returns the requests of this process for a queue, reserved for one more. */
    LocalQueue reserved(Queue queue) {
        return localQueues.compute(queue.requests(), (path, known) -> {
            LocalQueue local = known == null ? new LocalQueue(this, queue, () -> drop(path)) : known;
            local.check(queue);
            local.reserve();
            return local;
        });
    }

    private void drop(String path) {
        localQueues.computeIfPresent(path, (name, local) -> local.isIdle() ? null : local);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits before another try, until the deadline at most; returns early when this object is closed. */
    void pause(Deadline until) throws InterruptedException {
        if (closed.await(until.remainingNanos(), TimeUnit.NANOSECONDS)) {
            backend();
        }
    }

    /**
     * Waits until the deadline for something that never fails by itself, and returns whether it has come about.
     *
     * @throws IllegalStateException if this object was closed meanwhile
     */
    boolean isDoneBy(CompletableFuture<?> awaited, Deadline deadline) throws InterruptedException {
        Object wait = new Object();
        waits.put(wait, awaited);
        try {
            backend();
            awaited.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return awaited.isDone();
        } catch (ExecutionException e) {
            throw closed();
        } finally {
            waits.remove(wait);
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the coordination object of " + scope + " is closed");
    }

    String scope() {
        return scope;
    }

    Expiry expiry() {
        return expiry;
    }

    Activity activity() {
        return activity;
    }

    Ticker ticker() {
        return ticker;
    }

    Threads threads() {
        return threads;
    }

    @Override
    public String toString() {
        return "Coordination(" + scope + ')';
    }
}
