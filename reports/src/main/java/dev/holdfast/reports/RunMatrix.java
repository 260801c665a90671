package dev.holdfast.reports;

import dev.holdfast.reports.render.IndexPage;
import dev.holdfast.reports.render.JunitXml;
import dev.holdfast.reports.render.SummaryLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many judged run folders under one index. */
public record RunMatrix(Path path, List<RunFolder> folders) {
    public RunMatrix {
        folders = List.copyOf(folders);
    }

    /** Writes {@code index.html} and {@code junit.xml}; returns whether every run came out as expected. */
    public boolean write() {
        List<IndexPage.Entry> entries = entries();
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve("index.html"), IndexPage.render(entries));
            Files.writeString(path.resolve("junit.xml"), JunitXml.render(entries));
        } catch (IOException e) {
            throw new UncheckedIOException("write the index of " + folders.size() + " runs to " + path, e);
        }
        return IndexPage.isGood(entries);
    }

    /** Returns one line of plain text for each run. */
    public List<String> summary() {
        return entries().stream()
                .map(entry -> SummaryLine.of(entry.run(), entry.verdict()))
                .toList();
    }

    private List<IndexPage.Entry> entries() {
        List<IndexPage.Entry> entries = new ArrayList<>();
        for (RunFolder folder : folders) {
            Path link = path.toAbsolutePath().relativize(folder.htmlFile().toAbsolutePath());
            entries.add(new IndexPage.Entry(folder.run(), folder.verdict(), link.toString()));
        }
        return entries;
    }
}
