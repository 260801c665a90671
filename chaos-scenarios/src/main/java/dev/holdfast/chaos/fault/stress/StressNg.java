package dev.holdfast.chaos.fault.stress;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The program stress-ng, where it is installed, told what Chaos Mesh tells it. */
final class StressNg {

    /** Ends it with the input of the shell around it, since it reads none of its own. */
    private static final String KEPT = "\"$@\" </dev/null >&2 & child=$!; trap 'kill $child' TERM; echo ready;"
            + " read -r never; kill $child; wait $child";

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private StressNg() {}

    /** Returns where the program is. */
    static Optional<Path> find() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, "stress-ng"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Source: Normalize of stresschaos_types.go. */
    static List<String> command(Path program, Stressor.Processors load) {
        return command(
                program,
                "--cpu-load-slice 10 --cpu-method sqrt --cpu " + load.workers() + " --cpu-load " + load.load());
    }

    static List<String> command(Path program, String words) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", KEPT, "stress-ng", program.toString()));
        command.addAll(SPACE.splitAsStream(words.strip()).toList());
        return command;
    }
}
