package dev.holdfast.chaos.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** One client of jetcd, whose classes are not ours: {@code dev.holdfast.chaos.peer.jetcd.JetcdPeer} in {@code peers/jetcd}. */
interface Jetcd extends AutoCloseable {

    /**
     * Watches all keys with a prefix, and returns once the member has confirmed it.
     *
     * @param onPut gets the key and the value of each event of a write
     * @param onEnd is run when nothing more will be told
     */
    AutoCloseable watch(String prefix, BiConsumer<String, String> onPut, Runnable onEnd);

    /** Makes a lease that nobody keeps alive. */
    CompletableFuture<Long> grant(long ttlSeconds);

    /** Asks for a lock; completes with the key of the holder. */
    CompletableFuture<String> lock(String name, long lease);

    CompletableFuture<Boolean> unlock(String key);

    @Override
    void close();

    /** Connects a client. */
    static Jetcd connect(String endpoint) {
        Path built = Path.of("peers", "jetcd", "target");
        URLClassLoader loader = new URLClassLoader("jetcd", classPath(built), ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Object peer = loader.loadClass("dev.holdfast.chaos.peer.jetcd.JetcdPeer")
                    .getConstructor(String.class)
                    .newInstance(endpoint);
            return (Jetcd) Proxy.newProxyInstance(
                    Jetcd.class.getClassLoader(), new Class<?>[] {Jetcd.class}, (proxy, method, arguments) -> {
                        try {
                            return peer.getClass()
                                    .getMethod(method.getName(), method.getParameterTypes())
                                    .invoke(peer, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("load jetcd from " + built.toAbsolutePath(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath(Path built) {
        try (Stream<Path> jars = Files.list(built.resolve("lib"))) {
            List<URL> urls =
                    new ArrayList<>(List.of(built.resolve("classes").toUri().toURL()));
            for (Path jar : jars.sorted().toList()) {
                urls.add(jar.toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("list the class path of jetcd, which its own module builds", e);
        }
    }
}
