package dev.holdfast.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

/** Shows that the contract suite sees what it claims to look for. */
class PlantedBugsTest {

    @AfterEach
    void remove_the_bug() {
        PlantedBug.plant(null);
    }

    @ParameterizedTest
    @EnumSource
    void the_contract_catches_each_planted_bug(PlantedBug bug) {
        PlantedBug.plant(bug);
        TestExecutionSummary summary = run(selectors(bug));

        assertThat(summary.getTestsStartedCount()).isEqualTo(bug.sentences().size());
        assertThat(failed(summary)).containsExactlyInAnyOrderElementsOf(bug.sentences());
    }

    @Test
    void without_a_bug_the_same_sentences_hold() {
        TestExecutionSummary summary = run(Arrays.stream(PlantedBug.values())
                .flatMap(bug -> selectors(bug))
                .distinct());

        assertThat(failed(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(10);
    }

    private static Stream<DiscoverySelector> selectors(PlantedBug bug) {
        return bug.broken().stream()
                .flatMap(broken -> broken.sentences().stream().map(name -> selectMethod(broken.contract(), name)));
    }

    private static TestExecutionSummary run(Stream<DiscoverySelector> selectors) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors.toList())
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
