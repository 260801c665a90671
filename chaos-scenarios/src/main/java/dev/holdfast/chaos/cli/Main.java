package dev.holdfast.chaos.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of the command line. */
@Command(
        name = "holdfast",
        mixinStandardHelpOptions = true,
        description = "Breaks real ensembles and judges what the recipes on them did.",
        subcommands = {ListCommand.class, RunCommand.class, ValidateCommand.class, ReportCommand.class},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every verdict is as expected", "1:a verdict differs", "2:could not run"})
public final class Main {

    static final int AS_EXPECTED = 0;
    static final int DIFFERS = 1;
    static final int COULD_NOT_RUN = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((error, line, parsed) -> {
            line.getErr().println("holdfast: " + Complaint.of(error));
            return COULD_NOT_RUN;
        });
    }
}
