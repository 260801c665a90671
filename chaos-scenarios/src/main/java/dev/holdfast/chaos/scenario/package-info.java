/**
 * Scenarios: what is run, what breaks meanwhile, and what is expected of it. Start reading at
 * {@link dev.holdfast.chaos.scenario.ScenarioReader} for the files and at {@link dev.holdfast.chaos.scenario.Scenario} for
 * what comes out. A file holds one Scenario document and the Chaos Mesh documents that it names; whatever does not fit
 * together is refused with its place. Depends on the fault and document packages; no threads, nothing mutable.
 */
@NullMarked
package dev.holdfast.chaos.scenario;

import org.jspecify.annotations.NullMarked;
