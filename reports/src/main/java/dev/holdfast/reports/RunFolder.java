package dev.holdfast.reports;

import dev.holdfast.reports.check.Checks;
import dev.holdfast.reports.history.BadHistory;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.HistoryReader;
import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.render.HtmlReport;
import dev.holdfast.reports.render.JudgedRun;
import dev.holdfast.reports.render.MarkdownReport;
import dev.holdfast.reports.run.RunJson;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.verdict.Verdict;
import dev.holdfast.reports.verdict.VerdictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder that a run leaves behind, and all that is needed to judge it again. */
public record RunFolder(Path path) {
    public Path runFile() {
        return path.resolve("run.json");
    }

    public Path scenarioFile() {
        return path.resolve("scenario.yaml");
    }

    public Path historyFile() {
        return path.resolve("history.jsonl");
    }

    public Path verdictFile() {
        return path.resolve("verdict.json");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path htmlFile() {
        return path.resolve("report.html");
    }

    public Path markdownFile() {
        return path.resolve("report.md");
    }

    /** Creates the folder and its logs folder where they do not exist. */
    public RunFolder create() {
        try {
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new UncheckedIOException("create run folder " + path, e);
        }
        return this;
    }

    public HistoryWriter openHistory() {
        return HistoryWriter.open(historyFile());
    }

    public void write(RunRecord run) {
        RunJson.write(runFile(), run);
    }

    public RunRecord run() {
        return RunJson.read(runFile());
    }

    /** Returns the verdict written when the folder was last judged. */
    public Verdict verdict() {
        return VerdictJson.read(verdictFile());
    }

    /**
     * Judges the folder and rewrites {@code verdict.json}, {@code report.html} and {@code report.md}. A history that is missing or
     * cannot be read gives the verdict ERROR. Throws only when {@code run.json} cannot be read or nothing can be written.
     */
    public Verdict judge() {
        RunRecord run = run();
        History history = History.of(List.of());
        Verdict verdict;
        try {
            history = HistoryReader.read(historyFile());
            verdict = Verdict.of(run, Checks.judge(history, run));
        } catch (BadHistory | UncheckedIOException e) {
            verdict = Verdict.error(run, run.harnessError().orElse(String.valueOf(e.getMessage())));
        }
        VerdictJson.write(verdictFile(), verdict);
        JudgedRun judged = JudgedRun.of(run, history, verdict);
        try {
            Files.writeString(htmlFile(), HtmlReport.render(judged));
            Files.writeString(markdownFile(), MarkdownReport.render(judged));
        } catch (IOException e) {
            throw new UncheckedIOException("write the report of " + path + ": verdict.json is written", e);
        }
        return verdict;
    }
}
