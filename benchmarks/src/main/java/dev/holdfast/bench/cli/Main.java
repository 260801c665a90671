package dev.holdfast.bench.cli;

import picocli.CommandLine;

/** The benchmarks' command line. */
public final class Main {

    private static final int COULD_NOT_RUN = 2;

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new RunCommand());
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println("bench: " + error);
            error.printStackTrace(command.getErr());
            return COULD_NOT_RUN;
        });
        System.exit(line.execute(arguments));
    }
}
