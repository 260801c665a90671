package dev.holdfast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.holdfast.tck.ArchitectureRules;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoreArchitectureTest {

    private static final String[] EVERYBODY = {
        "java..", "org.jspecify.annotations..", "com.google.errorprone.annotations.."
    };

    private static final String METERS = "io.micrometer.core..";

    private final JavaClasses core = ArchitectureRules.mainClasses("dev.holdfast");

    @Test
    void the_rules_of_every_module_hold() {
        assertThat(core).isNotEmpty();
        ArchitectureRules.checkModule(core);
    }

    @Test
    void the_model_depends_on_nothing() {
        assertDependsOnlyOn("dev.holdfast.model..", "dev.holdfast.model..");
    }

    @Test
    void the_spi_depends_on_the_model_alone() {
        assertDependsOnlyOn("dev.holdfast.spi..", "dev.holdfast.spi..", "dev.holdfast.model..");
    }

    @Test
    void core_depends_on_no_client_and_no_json() {
        assertDependsOnlyOn("dev.holdfast..", "dev.holdfast..", "org.slf4j..", METERS);
    }

    @Test
    void only_the_meters_know_micrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.holdfast.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(METERS)
                .check(core);
    }

    @Test
    void the_guard_in_a_database_depends_on_the_model_and_the_jdk_alone() {
        assertDependsOnlyOn("dev.holdfast.jdbc..", "dev.holdfast.jdbc..", "dev.holdfast.model..");
    }

    @Test
    void the_backend_in_memory_knows_the_spi_and_not_the_recipes() {
        assertDependsOnlyOn(
                "dev.holdfast.memory..",
                "dev.holdfast.memory..",
                "dev.holdfast.spi..",
                "dev.holdfast.model..",
                "org.slf4j..");
    }

    @Test
    void the_rules_see_a_clock_that_is_read_past_the_ticker() {
        JavaClasses bad = new ClassFileImporter().importClasses(ReadsTheClock.class);

        assertThatThrownBy(() -> ArchitectureRules.checkModule(bad))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("only Ticker reads a clock");
    }

    private void assertDependsOnlyOn(String from, String... allowed) {
        String[] all = Stream.of(EVERYBODY, allowed).flatMap(Arrays::stream).toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(all)
                .check(core);
    }

    /** Breaks the rule of clocks, by a method reference. */
    static final class ReadsTheClock {
        LongSupplier clock() {
            return System::nanoTime;
        }
    }
}
