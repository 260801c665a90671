package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.manifest.ManifestCheck;
import dev.holdfast.chaos.scenario.ScenarioReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads scenario files and Chaos Mesh files, says what is wrong with each and how it is run; starts nothing. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Reads scenario files and files of Chaos Mesh documents of any kind, says what is wrong with each and"
                        + " how the local executor runs it: exact, equivalent, partial or no. Starts nothing.")
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
            if (!isSound(file)) {
                exit = Main.COULD_NOT_RUN;
            }
        }
        return exit;
    }

    private boolean isSound(Path file) {
        try {
            List<Field> documents = YamlDocuments.read(file);
            if (ManifestCheck.isManifest(documents.get(0))) {
                return areSound(documents);
            }
            ScenarioReader.read(file);
            out().println(file + ": sound");
            return areSound(documents.subList(1, documents.size()));
        } catch (DocumentException e) {
            complain(e);
            return false;
        }
    }

    /** Every document of a file is looked at, whatever is wrong with another. */
    private boolean areSound(List<Field> documents) {
        boolean sound = true;
        for (Field document : documents) {
            try {
                out().println(ManifestCheck.check(document));
            } catch (DocumentException e) {
                complain(e);
                sound = false;
            }
        }
        return sound;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void complain(DocumentException e) {
        spec.commandLine().getErr().println(e.getMessage());
    }
}
