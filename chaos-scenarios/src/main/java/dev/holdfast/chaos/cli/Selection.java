package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.document.Nearest;
import dev.holdfast.chaos.run.Run;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.ScenarioReader;
import dev.holdfast.chaos.scenario.Subject;
import dev.holdfast.chaos.scenario.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which scenarios are to be run on which subjects, as the user said; every file is read before anything is run. */
record Selection(List<Path> files, List<String> only, List<String> subjects) {

    /** Words that stand for several scenarios. */
    private static final Map<String, Set<Suite>> SUITES = Map.of(
            "smoke", Set.of(Suite.SMOKE),
            "matrix", Set.of(Suite.SMOKE, Suite.MATRIX),
            "nightly", Set.of(Suite.NIGHTLY),
            "all", Set.of(Suite.values()));

    Selection {
        files = List.copyOf(files);
        only = only.stream().filter(name -> !name.isBlank()).toList();
        subjects = subjects.stream().filter(name -> !name.isBlank()).toList();
    }

    List<Run> runs(long seed) {
        List<Scenario> scenarios = files.isEmpty()
                ? Home.scenarios()
                : files.stream().map(ScenarioReader::read).toList();
        Set<Subject> wanted = wantedSubjects();
        List<Run> runs = new ArrayList<>();
        for (Scenario scenario : chosen(scenarios)) {
            for (Subject subject : scenario.subjects()) {
                if (wanted.contains(subject)) {
                    runs.add(new Run(scenario, subject, seed));
                }
            }
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to run: none of the scenarios chosen has one of the subjects " + subjects);
        }
        return runs;
    }

    private List<Scenario> chosen(List<Scenario> scenarios) {
        if (only.isEmpty() && !files.isEmpty()) {
            return scenarios;
        }
        List<String> wanted = only.isEmpty() ? List.of("matrix") : only;
        Set<String> known = scenarios.stream().map(Scenario::name).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : wanted) {
            if (!known.contains(name) && !SUITES.containsKey(name)) {
                known.addAll(SUITES.keySet());
                throw new IllegalArgumentException("--only: no scenario or suite is named '" + name + "'"
                        + Nearest.hint(name, known) + "; 'holdfast list' names them all");
            }
        }
        return scenarios.stream()
                .filter(scenario -> wanted.stream()
                        .anyMatch(word -> word.equals(scenario.name())
                                || SUITES.getOrDefault(word, Set.of()).contains(scenario.suite())))
                .toList();
    }

    private Set<Subject> wantedSubjects() {
        Set<String> known =
                Arrays.stream(Subject.values()).map(Subject::word).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String subject : subjects) {
            if (!known.contains(subject)) {
                throw new IllegalArgumentException("--subjects: expected some of " + known + ", given '" + subject + "'"
                        + Nearest.hint(subject, known));
            }
        }
        return Arrays.stream(Subject.values())
                .filter(subject ->
                        subjects.isEmpty() || subjects.contains(subject.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }
}
