package dev.holdfast.chaos.run;

import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.Subject;

/**
 * One execution to come: a scenario, what it is run against, and the seed of every choice.
 */
public record Run(Scenario scenario, Subject subject, long seed) {

    /** Returns the name that folder, report and console use. */
    public String name() {
        return scenario.name() + '-' + subject.word();
    }

    /** Returns the command that repeats this run alone. */
    String command() {
        return "./mvnw verify -Pchaos -Dchaos.only=" + scenario.name() + " -Dchaos.subjects=" + subject.word()
                + " -Dchaos.seed=" + seed;
    }
}
