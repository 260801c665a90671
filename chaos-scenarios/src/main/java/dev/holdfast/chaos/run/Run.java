package dev.holdfast.chaos.run;

import dev.holdfast.chaos.cluster.volume.VolumeNeed;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.Subject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One execution to come: a scenario, what it is run against, and the seed of every choice.
 */
public record Run(Scenario scenario, Subject subject, long seed) {

    /** Returns the name that folder, report and console use. */
    public String name() {
        return scenario.name() + '-' + subject.word();
    }

    /** Returns what the members' volumes must be made of for the faults of this run. */
    Set<VolumeNeed> needs() {
        return faults().flatMap(fault -> fault.needs().stream()).collect(Collectors.toSet());
    }

    /** Returns the programs that the faults of this run are made with, beside what every run needs. */
    public Set<String> programs() {
        return faults().flatMap(fault -> fault.programs().stream()).collect(Collectors.toSet());
    }

    private Stream<Fault> faults() {
        Stream<Fault> planned = scenario.faults(subject).stream().map(Scenario.Entry::fault);
        Stream<Fault> embedded =
                scenario.flows(subject).stream().flatMap(entry -> entry.planned().flow().faults().stream());
        return Stream.concat(planned, embedded);
    }

    /** Returns the command that repeats this run alone. */
    String command() {
        return "./mvnw verify -Pchaos -Dchaos.only=" + scenario.name() + " -Dchaos.subjects=" + subject.word()
                + " -Dchaos.seed=" + seed;
    }
}
