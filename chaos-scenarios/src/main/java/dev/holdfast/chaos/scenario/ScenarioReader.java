package dev.holdfast.chaos.scenario;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.document.YamlDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a scenario file: one document of kind Scenario, then the Chaos Mesh documents that it names. Throws
 * {@link dev.holdfast.chaos.document.DocumentException} at the first thing that is wrong.
 */
public final class ScenarioReader {

    static final String API_VERSION = "holdfast.dev/v1";

    private static final String SUFFIX = ".yaml";
    private static final Pattern CHECK = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Path file;

    private ScenarioReader(Path file) {
        this.file = file;
    }

    public static Scenario read(Path file) {
        return new ScenarioReader(file).scenario(YamlDocuments.read(file));
    }

    private Scenario scenario(List<Field> documents) {
        Field root = documents.get(0);
        Mapping document = root.mapping("apiVersion", "kind", "metadata", "spec");
        require(document.required("apiVersion"), API_VERSION);
        require(document.required("kind"), "Scenario");
        Field name = document.required("metadata").mapping("name").required("name");
        if (!(name.string() + SUFFIX).equals(String.valueOf(file.getFileName()))) {
            throw name.error("expected the name of the file without " + SUFFIX + ", given '" + name.string() + "'");
        }
        Mapping spec = document.required("spec")
                .mapping(
                        "title",
                        "claim",
                        "subjects",
                        "topology",
                        "session",
                        "workload",
                        "phases",
                        "faults",
                        "steps",
                        "expect",
                        "bounds",
                        "control",
                        "suite",
                        "twin");
        List<Subject> subjects = subjects(spec.required("subjects"));
        boolean isStore = subjects.get(0).isStore();
        Scenario.Phases phases = phases(spec.required("phases"));
        boolean control = spec.optional("control").map(Field::bool).orElse(false);
        var entries = new FaultEntries(
                documents.subList(1, documents.size()), YamlDocuments.lines(file), subjects, phases.faults());
        entries.read(spec.optional("faults").map(Field::list).orElse(List.of()));
        return new Scenario(
                name.string(),
                spec.required("title").text(),
                claim(spec.required("claim")),
                subjects,
                topology(spec.required("topology")),
                spec.required("session").positiveDuration(),
                WorkloadReader.read(spec.required("workload"), isStore),
                phases,
                entries.faults(),
                entries.flows(),
                steps(spec.optional("steps"), isStore, phases.faults()),
                expectation(spec.required("expect"), control),
                bounds(spec.required("bounds")),
                control,
                spec.optional("suite").map(suite -> suite.oneOf(Suite.WORDS)).orElse(Suite.MATRIX),
                spec.optional("twin").map(twin -> twin(twin, name.string())).orElse(null),
                file);
    }

    private static void require(Field field, String expected) {
        if (!field.string().equals(expected)) {
            throw field.error("expected " + expected + ", given '" + field.string() + "'");
        }
    }

    static List<Subject> subjects(Field field) {
        List<Subject> subjects = field.list(item -> item.oneOf(Subject.WORDS));
        if (subjects.isEmpty()) {
            throw field.error("must not be empty");
        }
        if (new HashSet<>(subjects).size() < subjects.size()) {
            throw field.error("a subject is given twice");
        }
        if (subjects.stream().map(Subject::isStore).distinct().count() > 1) {
            throw field.error("kafka has a workload of its own and is never beside a store");
        }
        return subjects;
    }

    private static Scenario.Claim claim(Field field) {
        Mapping claim = field.mapping("text", "source", "scope");
        Field source = claim.required("source");
        if (!source.text().startsWith("https://")) {
            throw source.error("expected an https address, given '" + source.string() + "'");
        }
        return new Scenario.Claim(
                claim.required("text").text(),
                source.text(),
                claim.required("scope").text());
    }

    private static Scenario.Topology topology(Field field) {
        Mapping topology = field.mapping("members", "clients");
        return new Scenario.Topology(
                topology.required("members").integer(1, 9),
                topology.required("clients").integer(1, 64));
    }

    private static Scenario.Phases phases(Field field) {
        Mapping phases = field.mapping("warmUp", "faults", "recover");
        return new Scenario.Phases(
                phases.required("warmUp").positiveDuration(),
                phases.required("faults").positiveDuration(),
                phases.required("recover").positiveDuration());
    }

    private static List<Step> steps(Optional<Field> field, boolean isStore, Duration phase) {
        List<Step> steps =
                field.map(list -> WorkloadReader.steps(list, isStore)).orElse(List.of());
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).at().compareTo(phase) >= 0) {
                throw field.orElseThrow()
                        .list()
                        .get(i)
                        .error("begins after the faults, which last " + phase.toMillis() + " ms");
            }
        }
        return steps;
    }

    private static Scenario.Expectation expectation(Field field, boolean control) {
        Mapping expect = field.mapping("verdict", "caughtBy");
        Field verdict = expect.required("verdict");
        Set<ExpectedVerdict> verdicts = EnumSet.noneOf(ExpectedVerdict.class);
        verdicts.addAll(verdict.list(item -> item.oneOf(ExpectedVerdict.WORDS)));
        Set<String> caughtBy = new HashSet<>(expect.optional("caughtBy")
                .map(list -> list.list(ScenarioReader::check))
                .orElse(List.of()));
        Set<ExpectedVerdict> good = Set.of(ExpectedVerdict.HOLDS, ExpectedVerdict.DEGRADED);
        if (!control) {
            if (verdicts.isEmpty() || !good.containsAll(verdicts)) {
                throw verdict.error("expected HOLDS, DEGRADED or both, since this is no control");
            }
            expect.optional("caughtBy").filter(list -> !caughtBy.isEmpty()).ifPresent(list -> {
                throw list.keyError("only a control is caught");
            });
        } else if (verdicts.equals(Set.of(ExpectedVerdict.CAUGHT))) {
            if (caughtBy.isEmpty()) {
                throw field.error("a control that expects CAUGHT must say 'caughtBy' which checks");
            }
        } else if (!verdicts.equals(Set.of(ExpectedVerdict.VACUOUS)) || !caughtBy.isEmpty()) {
            throw verdict.error("a control expects CAUGHT alone, or VACUOUS alone with no 'caughtBy'");
        }
        return new Scenario.Expectation(verdicts, caughtBy);
    }

    private static String check(Field field) {
        if (!CHECK.matcher(field.string()).matches()) {
            throw field.error(
                    "expected the name of a check in lower case with hyphens, given '" + field.string() + "'");
        }
        return field.string();
    }

    private static Scenario.Bounds bounds(Field field) {
        Mapping bounds = field.mapping("recovery", "unavailability", "operations");
        return new Scenario.Bounds(
                bounds.required("recovery").positiveDuration(),
                bounds.required("unavailability").positiveDuration(),
                bounds.required("operations").integer(1, Integer.MAX_VALUE));
    }

    private String twin(Field field, String name) {
        if (field.text().equals(name)) {
            throw field.error("a scenario is not its own twin");
        }
        Path twin = file.resolveSibling(field.string() + SUFFIX);
        if (!Files.isRegularFile(twin)) {
            throw field.error("there is no file " + twin.getFileName() + " beside this one");
        }
        return field.string();
    }
}
