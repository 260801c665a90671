package dev.holdfast.chaos.run;

import dev.holdfast.reports.RunFolder;
import dev.holdfast.reports.RunMatrix;
import dev.holdfast.reports.verdict.Verdict;
import dev.holdfast.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs many scenarios one after the other, and keeps the index page of all that have ended up to date. */
public final class Matrix {

    private final ScenarioRunner runner;
    private final Progress progress;
    private final Path folder;

    /**
     * Makes a matrix.
     *
     * @param folder where each run gets a folder of its own, beside the index page; exists
     */
    public Matrix(ScenarioRunner runner, Progress progress, Path folder) {
        this.runner = runner;
        this.progress = progress;
        this.folder = folder;
    }

    /** Returns the verdicts, in the order of the runs. */
    public List<Verdict> run(List<Run> runs) throws InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        List<RunFolder> folders = new ArrayList<>();
        for (Run run : runs) {
            long start = Ticker.SYSTEM.nanos();
            progress.begin(verdicts.size() + 1, runs.size(), run);
            RunFolder runFolder = new RunFolder(folder.resolve(run.name()));
            folders.add(runFolder);
            Verdict verdict = runner.run(run, runFolder);
            verdicts.add(verdict);
            progress.end(verdict, Duration.ofNanos(Ticker.SYSTEM.nanos() - start));
            new RunMatrix(folder, folders).write();
        }
        return verdicts;
    }
}
