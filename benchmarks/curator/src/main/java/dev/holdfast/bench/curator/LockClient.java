package dev.holdfast.bench.curator;

import dev.holdfast.bench.worker.Client;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.locks.InterProcessLock;

/**
 * One of Curator's locks. Its objects are kept: users make one for a name, and a thread of its own contends for each
 * thread of the process. The semaphore mutex is no user's thread's: each holder has an object of its own.
 */
final class LockClient implements Client {

    private final CuratorFramework curator;
    private final BiFunction<CuratorFramework, String, InterProcessLock> maker;
    private final Map<String, InterProcessLock> locks = new ConcurrentHashMap<>();

    LockClient(CuratorFramework curator, BiFunction<CuratorFramework, String, InterProcessLock> maker) {
        this.curator = curator;
        this.maker = maker;
    }

    @Override
    public Hold acquire(String name) throws InterruptedException {
        InterProcessLock lock = locks.computeIfAbsent(
                name + '@' + Thread.currentThread().getId(), key -> maker.apply(curator, "/" + name));
        CuratorConnection.call("acquire " + name, () -> {
            lock.acquire();
            return lock;
        });
        return new Held(name, lock);
    }

    @Override
    public void close() {
        curator.close();
    }

    private record Held(String name, InterProcessLock lock) implements Hold {
        @Override
        public long token() {
            return 0;
        }

        @Override
        public void close() {
            try {
                CuratorConnection.call("release " + name, () -> {
                    lock.release();
                    return lock;
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
