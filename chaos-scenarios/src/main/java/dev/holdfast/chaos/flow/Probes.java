package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.workflow.Order;
import dev.holdfast.chaos.workflow.Outcome;
import dev.holdfast.chaos.workflow.StatusCheck;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the requests of the status checks of one flow from the runner's network, which a partition between pods does not reach. There is no
 * name service; a host whose first label is the name of a pod, as in {@code etcd-0.etcd-members}, stands for its address.
 */
final class Probes {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final Cluster cluster;
    // null before the first request: a client has threads of its own
    private @Nullable HttpClient client;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();

    Probes(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Sends a request, and tells the outcome when it is answered, or its timeout has passed. */
    void send(Order.Probe probe, Consumer<Outcome> answered) {
        sent.incrementAndGet();
        HttpClient sender = client();
        Thread thread = new Thread(
                () -> {
                    boolean isGood = isGood(sender, probe);
                    if (isGood) {
                        good.incrementAndGet();
                    }
                    answered.accept(new Outcome.Probed(probe.name(), isGood));
                },
                "probe-" + probe.name());
        thread.setDaemon(true);
        thread.start();
    }

    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            client = made;
        }
        return made;
    }

    private boolean isGood(HttpClient sender, Order.Probe probe) {
        StatusCheck.Http http = probe.http();
        try {
            // a timeout of the client covers connecting and waiting for the head; what follows is not read
            HttpResponse<InputStream> answer =
                    sender.send(request(http, probe), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            LOG.debug("probe name={} status={}", probe.name(), answer.statusCode());
            return http.isGood(answer.statusCode());
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("probe name={} url={} failure={}", probe.name(), http.url(), e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest request(StatusCheck.Http http, Order.Probe probe) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(http.url()))
                .timeout(probe.timeout())
                .method(http.method(), HttpRequest.BodyPublishers.ofString(http.body()));
        http.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return request.build();
    }

    private URI address(URI url) {
        String host = url.getHost();
        String first = host.split("\\.", 2)[0];
        return cluster.pods().stream()
                .filter(pod -> pod.name().equals(first))
                .map(Pod::address)
                .findFirst()
                .map(address -> URI.create(url.toString().replaceFirst("//" + host, "//" + address)))
                .orElse(url);
    }

    /** Returns how many requests were sent. */
    int sent() {
        return sent.get();
    }

    /** Returns how many requests were answered well. */
    int good() {
        return good.get();
    }
}
