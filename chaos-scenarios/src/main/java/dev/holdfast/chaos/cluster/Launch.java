package dev.holdfast.chaos.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a pod's program is started, the first time and each time after.
 *
 * @param container   the name of the pod's one container
 * @param environment set in addition to the runner's own
 * @param folder      the pod's volume and working folder, which outlives its replacement
 */
public record Launch(String container, List<String> command, Map<String, String> environment, Path folder) {

    public Launch {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: must name a program, given an empty list for " + container);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Returns the name of the file that is run, without its folder. */
    String program() {
        return String.valueOf(Path.of(command.get(0)).getFileName());
    }
}
