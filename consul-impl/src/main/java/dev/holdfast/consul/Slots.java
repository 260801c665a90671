package dev.holdfast.consul;

import java.util.concurrent.Semaphore;

/**
 * How many blocking queries of one kind a connection keeps under way. Each occupies a thread and a connection of its own,
 * and a server takes 200 connections of one client by default; whoever gets none shares the query of a {@link Roll}.
 *
 * <p>Source: https://developer.hashicorp.com/consul/docs/agent/config/config-files#http_max_conns_per_client
 */
final class Slots {

    private final Semaphore free;

    Slots(int atOnce) {
        this.free = new Semaphore(atOnce);
    }

    boolean take() {
        return free.tryAcquire();
    }

    void give() {
        free.release();
    }
}
