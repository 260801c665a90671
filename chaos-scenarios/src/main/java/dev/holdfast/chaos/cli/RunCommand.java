package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import dev.holdfast.chaos.cluster.UserCache;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.journal.Journal;
import dev.holdfast.chaos.journal.Leftovers;
import dev.holdfast.chaos.run.Matrix;
import dev.holdfast.chaos.run.Progress;
import dev.holdfast.chaos.run.Run;
import dev.holdfast.chaos.run.ScenarioRunner;
import dev.holdfast.reports.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs scenarios, judges them, and writes their reports. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs scenarios, judges them, and writes their reports.")
final class RunCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Scenario files; without any, the shipped ones.")
    private List<Path> files = List.of();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = {
                "These scenarios only; 'smoke' stands for a short selection, 'nightly' for those that are not run unless asked"
                        + " for, 'all' for every one."
            })
    private List<String> only = List.of();

    @Option(names = "--subjects", split = ",", paramLabel = "STORE", description = "These stores only.")
    private List<String> subjects = List.of();

    @Option(names = "--seed", paramLabel = "NUMBER", description = "The seed of every choice.", defaultValue = "")
    private String seed = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the folder of this matrix is made (default: ${DEFAULT-VALUE}).",
            defaultValue = "reports/target/chaos")
    private Path out = Path.of("reports/target/chaos");

    @Override
    public Integer call() throws InterruptedException {
        long number = seed.isBlank() ? RandomGenerator.getDefault().nextInt(1, 1_000_000) : seedNumber();
        List<Run> runs = new Selection(files, only, subjects).runs(number);
        return Sandbox.isInside() ? runInside(runs) : runOutside(runs, number);
    }

    private long seedNumber() {
        try {
            return Long.parseLong(seed);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed: expected a whole number, given '" + seed + "'", e);
        }
    }

    /** Everything that needs the machine's own network or can go wrong before a run is done here, outside the sandbox. */
    private Integer runOutside(List<Run> runs, long number) throws InterruptedException {
        Progress progress = new Progress(System.out);
        Leftovers.undo(journals(), progress::say);
        Set<String> programs =
                runs.stream().flatMap(run -> run.programs().stream()).collect(Collectors.toSet());
        Preflight preflight = Sandbox.prepare(programs, progress::say);
        if (!preflight.isReady()) {
            throw new IllegalArgumentException(preflight.explanation());
        }
        runs.stream()
                .map(Run::subject)
                .distinct()
                .forEach(subject -> ServerKind.valueOf(subject.name()).provision(progress::say));
        Path folder = newFolder();
        progress.say(runs.size() + " runs, seed " + number + ", into " + folder);
        List<String> arguments = new ArrayList<>(List.of("run", "--seed=" + number, "--out=" + folder));
        if (!only.isEmpty()) {
            arguments.add("--only=" + String.join(",", only));
        }
        if (!subjects.isEmpty()) {
            arguments.add("--subjects=" + String.join(",", subjects));
        }
        files.forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        return Sandbox.run(Sandbox.javaCommand(Main.class.getName(), arguments));
    }

    private Integer runInside(List<Run> runs) throws InterruptedException {
        Progress progress = new Progress(System.out);
        List<Verdict> verdicts;
        try (Journal journal = Journal.begin(journals(), "run-" + UUID.randomUUID())) {
            ScenarioRunner runner = new ScenarioRunner(Sandbox.enter(), journal, progress);
            verdicts = new Matrix(runner, progress, out).run(runs);
        }
        long differing =
                verdicts.stream().filter(verdict -> !verdict.asExpected()).count();
        progress.say(
                differing == 0
                        ? "All " + verdicts.size() + " verdicts are as expected."
                        : differing + " of " + verdicts.size() + " verdicts differ from what was expected.");
        progress.say("Index page: " + out.resolve("index.html"));
        return differing == 0 ? Main.AS_EXPECTED : Main.DIFFERS;
    }

    /** Where the runs of this user write down what outlives a sandbox. */
    static Path journals() {
        return UserCache.ofThisUser().root().resolve("journals");
    }

    private Path newFolder() {
        Path folder = out.toAbsolutePath()
                .normalize()
                .resolve(LocalDateTime.now(ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("make the folder of the reports, " + folder, e);
        }
    }
}
