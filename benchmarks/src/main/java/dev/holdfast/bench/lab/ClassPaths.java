package dev.holdfast.bench.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the workers' modules lie, and what their builds made. */
record ClassPaths(Path home) {

    static ClassPaths find() {
        return new ClassPaths(Path.of(Optional.ofNullable(System.getProperty("holdfast.bench.home"))
                        .orElse("benchmarks"))
                .toAbsolutePath()
                .normalize());
    }

    /** Returns the class path of a worker: its own classes and the jars beside them. */
    String of(String module) {
        Path target = home.resolve(module).resolve("target");
        Path lib = target.resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(
                    lib + " is not there; build the benchmarks first: ./mvnw verify -DskipTests");
        }
        return target.resolve("classes") + ":" + lib.resolve("*");
    }
}
