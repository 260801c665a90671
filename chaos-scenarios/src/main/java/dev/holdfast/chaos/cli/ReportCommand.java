package dev.holdfast.chaos.cli;

import dev.holdfast.reports.RunFolder;
import dev.holdfast.reports.RunMatrix;
import dev.holdfast.reports.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges recorded runs again, from their histories alone, and writes their reports anew. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Judges recorded runs again, from their histories alone, and writes their reports anew.")
final class ReportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the call
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder of one run, or of a matrix of runs.")
    @SuppressWarnings("NullAway.Init") // set by picocli before the call
    private Path folder;

    @Override
    public Integer call() {
        List<Path> runs = runFolders();
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(folder + ": expected the folder of a run, with its run.json, or a folder"
                    + " of such folders; there is none");
        }
        boolean asExpected = true;
        for (Path run : runs) {
            Verdict verdict = new RunFolder(run).judge();
            asExpected &= verdict.asExpected();
            spec.commandLine().getOut().println(run + ": " + verdict.word() + ". " + verdict.sentence());
        }
        if (!runs.equals(List.of(folder))) {
            new RunMatrix(folder, runs.stream().map(RunFolder::new).toList()).write();
            spec.commandLine().getOut().println("Index page: " + folder.resolve("index.html"));
        }
        return asExpected ? Main.AS_EXPECTED : Main.DIFFERS;
    }

    private List<Path> runFolders() {
        if (isRun(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> below = Files.list(folder)) {
            return below.filter(ReportCommand::isRun).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("list the runs in " + folder, e);
        }
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("run.json"));
    }
}
