package dev.holdfast.bench.ours;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.kv.Operation;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.kv.Verb;
import org.kiwiproject.consul.option.ImmutableQueryOptions;

/** The Consul client's key-value requests, with nothing on top of them. */
final class RawConsul implements Client {

    private static final int WRITERS = 16;
    private static final long READ_TIMEOUT_MS = 90_000;

    private final Consul consul;
    private final KeyValueClient keys;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    private RawConsul(Consul consul) {
        this.consul = consul;
        this.keys = consul.keyValueClient();
    }

    static RawConsul connect(Setup setup) {
        return new RawConsul(Consul.builder()
                .withUrl("http://" + setup.endpoints().get(0))
                .withReadTimeoutMillis(READ_TIMEOUT_MS)
                .withPing(false)
                .build());
    }

    @Override
    public void writeAndDelete(String key) {
        transact(Operation.builder(Verb.SET).key(key).value("").build());
        transact(Operation.builder(Verb.DELETE).key(key).build());
    }

    private void transact(Operation operation) {
        if (!keys.performTransaction(operation).getResponse().errors().isEmpty()) {
            throw new IllegalStateException("the store refused " + operation);
        }
    }

    @Override
    public CompletionStage<?> write(String key, String value) {
        return CompletableFuture.runAsync(() -> keys.putValue(path(key), value), writers);
    }

    /** A blocking query for each change. */
    @Override
    public Watching watch(String key, Consumer<String> onValue) {
        Thread poll = new Thread(() -> poll(path(key), onValue), "poll-" + key);
        poll.setDaemon(true);
        poll.start();
        return poll::interrupt;
    }

    private void poll(String path, Consumer<String> onValue) {
        BigInteger index = BigInteger.ZERO;
        while (!Thread.currentThread().isInterrupted()) {
            Optional<ConsulResponse<Value>> answer;
            try {
                answer = keys.getConsulResponseWithValue(
                        path,
                        ImmutableQueryOptions.builder().wait("60s").index(index).build());
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted() || e.getCause() instanceof java.io.InterruptedIOException) {
                    return;
                }
                throw e;
            }
            if (answer.isPresent()) {
                index = answer.get().getIndex();
                answer.get().getResponse().getValueAsString().ifPresent(onValue);
            }
        }
    }

    private static String path(String key) {
        return HoldfastClient.NAMESPACE + "/config/" + key;
    }

    @Override
    public void close() {
        writers.shutdownNow();
        consul.destroy();
    }
}
