package dev.holdfast.chaos.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.Nft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a run could leave in a sandbox: processes, among them stopped and traced ones, objects of the packet filter, links,
 * routes, network namespaces and mounts. What is there after a run and was not before it has been left behind.
 *
 * @param things each in words
 */
record Remains(Set<String> things) {

    private static final Duration VANISHING = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The fabric's own table stays until the next fabric opens, which empties it; so does the place of its namespaces. */
    private static final Set<String> FURNITURE =
            Set.of("table " + Nft.TABLE, "chain " + Nft.TABLE + " " + Nft.FORWARD, "mount /run/netns (tmpfs)");

    Remains {
        things = Set.copyOf(things);
    }

    /** Looks around; for use inside a sandbox, where it sees nothing of others. */
    static Remains look() {
        Set<String> things = new TreeSet<>();
        things.addAll(processes());
        things.addAll(filter());
        lines("ip", "-o", "link", "show").forEach(line -> things.add("link " + line.split(": ", 3)[1]));
        lines("ip", "-4", "route", "show", "table", "all").forEach(line -> things.add("route " + line.strip()));
        things.addAll(names(Path.of("/run/netns"), "network namespace "));
        things.addAll(mounts());
        things.removeAll(FURNITURE);
        return new Remains(things);
    }

    /**
     * Returns what is there now and was not then, once what is on its way out has had some time to go.
     *
     * @param before a look before the run
     */
    static List<String> since(Remains before) throws InterruptedException {
        Set<String> left = new TreeSet<>();
        boolean unused = Deadline.in(VANISHING).await(() -> {
            left.clear();
            left.addAll(look().things());
            left.removeAll(before.things());
            return left.isEmpty();
        });
        return List.copyOf(left);
    }

    private static List<String> processes() {
        String own = String.valueOf(ProcessHandle.current().pid());
        List<String> found = new ArrayList<>();
        for (String pid : names(Path.of("/proc"), "")) {
            if (pid.matches("[0-9]+") && !pid.equals(own)) {
                String process = process(pid);
                if (!process.isEmpty()) {
                    found.add(process);
                }
            }
        }
        return found;
    }

    /** Returns the process in words; nothing for one that has ended. Source: proc(5), /proc/PID/status. */
    private static String process(String pid) {
        List<String> status;
        try {
            status = Files.readAllLines(Path.of("/proc", pid, "status"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
        String state = field(status, "State");
        if (state.startsWith("Z") || state.startsWith("X")) {
            return "";
        }
        String tracer = field(status, "TracerPid");
        return "process " + pid + " (" + field(status, "Name") + ")"
                + (state.startsWith("T") || state.startsWith("t") ? ", stopped" : "")
                + (tracer.isEmpty() || tracer.equals("0") ? "" : ", traced by " + tracer);
    }

    private static String field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static List<String> filter() {
        String text = Command.of("nft", "-j", "list", "ruleset").run();
        List<String> objects = new ArrayList<>();
        try {
            for (JsonNode item : JSON.readTree(text).path("nftables")) {
                item.properties().forEach(entry -> objects.add(object(entry.getKey(), entry.getValue())));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "look for what is left in the packet filter: nft answered no JSON: " + text, e);
        }
        objects.removeIf(object -> object.startsWith("metainfo"));
        return objects;
    }

    private static String object(String kind, JsonNode object) {
        boolean isRule = kind.equals("rule");
        return List.of(
                        kind,
                        object.path("family").asText(),
                        isRule || !kind.equals("table") ? object.path("table").asText() : "",
                        isRule
                                ? object.path("chain").asText()
                                : object.path("name").asText(),
                        isRule ? object.path("handle").asText() : "")
                .stream()
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static List<String> mounts() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ", -1))
                    .map(words -> "mount " + words[1] + " (" + words[2] + ")")
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("read the mounts of this sandbox", e);
        }
    }

    private static List<String> names(Path folder, String prefix) {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return names;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(prefix + file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException("list " + folder, e);
        }
        return names;
    }

    private static List<String> lines(String... words) {
        return Command.of(words).run().lines().filter(line -> !line.isBlank()).toList();
    }
}
