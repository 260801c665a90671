package dev.holdfast.bench.cli;

import dev.holdfast.bench.result.Results;
import dev.holdfast.bench.result.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Renders results as Markdown. */
@Command(name = "table", mixinStandardHelpOptions = true, description = "Renders results as Markdown.")
final class TableCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RESULTS", description = "Files of results.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        Results.Content content = Results.read(files);
        for (Map<String, Object> run : content.runs()) {
            System.out.println("- " + run);
        }
        System.out.println();
        System.out.print(new Table(content.samples()).markdown());
        return 0;
    }
}
