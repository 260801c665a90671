package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.JavaProgram;
import java.util.ArrayList;
import java.util.List;

/** Programs that stand for the network, and so go before the pods when processors are scarce. */
final class Hurry {

    private static final String SCRIPT =
            "chrt -r -p 1 $$ >/dev/null 2>&1 || renice -n -15 -p $$ >/dev/null 2>&1; exec \"$@\"";

    private Hurry() {}

    /** Returns the command of such a program; where the user may not raise a priority, it runs with the usual one. */
    static List<String> command(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        command.addAll(JavaProgram.command(main.getName(), arguments));
        return command;
    }
}
