package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.Subject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the shipped scenarios. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the shipped scenarios.")
final class ListCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the call
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Scenario scenario : Home.scenarios()) {
            out.printf(
                    "%-26s %-8s %-8s %-22s %s%n",
                    scenario.name(),
                    scenario.control() ? "control" : "scenario",
                    scenario.suite().word(),
                    scenario.subjects().stream().map(Subject::word).collect(Collectors.joining(",")),
                    scenario.title());
        }
        return Main.AS_EXPECTED;
    }
}
