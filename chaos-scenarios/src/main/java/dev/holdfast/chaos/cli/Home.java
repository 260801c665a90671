package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this module lies: its scenarios, and what its build made. */
final class Home {

    private Home() {}

    static Path folder() {
        return Path.of(Optional.ofNullable(System.getProperty("holdfast.home")).orElse("chaos-scenarios"))
                .toAbsolutePath()
                .normalize();
    }

    /** Returns the files of the shipped scenarios, in the order of their names. */
    static List<Path> scenarioFiles() {
        Path folder = folder().resolve("scenarios");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("list the scenarios in " + folder, e);
        }
    }

    /**
     * Reads the shipped scenarios.
     *
     * @throws DocumentException if one is not sound
     */
    static List<Scenario> scenarios() {
        return scenarioFiles().stream().map(ScenarioReader::read).toList();
    }
}
