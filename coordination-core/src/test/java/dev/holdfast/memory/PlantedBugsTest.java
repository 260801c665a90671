package dev.holdfast.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.holdfast.tck.WholeContract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.engine.Constants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Shows that the contract suite sees what it claims to look for. Most bugs show by a wait in vain: some at a time. */
@Execution(ExecutionMode.CONCURRENT)
class PlantedBugsTest {

    @ParameterizedTest
    @EnumSource
    void the_contract_catches_each_planted_bug(PlantedBug bug) {
        TestExecutionSummary summary = run(Map.of(PlantedContract.BUG, bug.name()), selectors(bug));

        assertThat(summary.getTestsStartedCount()).isEqualTo(bug.sentences().size());
        assertThat(failed(summary)).containsExactlyInAnyOrderElementsOf(bug.sentences());
    }

    @Test
    void without_a_bug_the_same_sentences_hold() {
        TestExecutionSummary summary = run(
                Map.of(),
                Arrays.stream(PlantedBug.values())
                        .flatMap(PlantedBugsTest::selectors)
                        .distinct());

        assertThat(failed(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(10);
    }

    private static Stream<DiscoverySelector> selectors(PlantedBug bug) {
        return bug.broken().stream()
                .flatMap(broken -> broken.sentences().stream().map(name -> select(broken.contract(), name)));
    }

    private static DiscoverySelector select(Class<?> contract, String sentence) {
        Class<?> listed = Arrays.stream(WholeContract.class.getDeclaredClasses())
                .filter(nested -> nested.getSuperclass() == contract)
                .findFirst()
                .orElseThrow(() -> new AssertionError(contract + " is not in the list of all contracts"));
        return selectNestedMethod(List.of(PlantedContract.class), listed, sentence);
    }

    /** Runs sentences one after the other, on this thread. */
    private static TestExecutionSummary run(Map<String, String> parameters, Stream<DiscoverySelector> selectors) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors.toList())
                        .configurationParameters(parameters)
                        .configurationParameter(Constants.PARALLEL_EXECUTION_ENABLED_PROPERTY_NAME, "false")
                        .build(),
                listener);
        return listener.getSummary();
    }

    private static List<String> failed(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> sentence(failure.getTestIdentifier()))
                .toList();
    }

    private static String sentence(TestIdentifier test) {
        return test.getSource()
                .map(source -> ((MethodSource) source).getMethodName())
                .orElseThrow();
    }
}
