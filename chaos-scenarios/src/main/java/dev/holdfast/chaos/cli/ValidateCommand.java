package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads scenario files and says what is wrong with each; starts nothing. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Reads scenario files and says what is wrong with each; starts nothing.")
final class ValidateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the call
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        int exit = Main.AS_EXPECTED;
        for (Path file : files) {
            try {
                ScenarioReader.read(file);
                spec.commandLine().getOut().println(file + ": sound");
            } catch (DocumentException e) {
                spec.commandLine().getErr().println(e.getMessage());
                exit = Main.COULD_NOT_RUN;
            }
        }
        return exit;
    }
}
