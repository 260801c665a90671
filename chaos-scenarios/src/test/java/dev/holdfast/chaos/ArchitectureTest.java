package dev.holdfast.chaos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.holdfast.tck.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses main = ArchitectureRules.mainClasses("dev.holdfast.chaos");

    @Test
    void the_rules_of_structure_hold() {
        ArchitectureRules.checkModule(main);
    }

    @Test
    void no_backend_is_compiled_against() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.holdfast.zookeeper..", "dev.holdfast.etcd..", "dev.holdfast.consul..")
                .because("backends are found at run time")
                .check(main);
    }

    @Test
    void clients_know_nothing_of_clusters_and_faults() {
        noClasses()
                .that()
                .resideInAPackage("dev.holdfast.chaos.workload..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.holdfast.chaos.cluster..", "dev.holdfast.chaos.fault..", "dev.holdfast.chaos.scenario..")
                .check(main);
    }

    @Test
    void nothing_but_the_command_line_and_runs_know_runs() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.holdfast.chaos.cli..", "dev.holdfast.chaos.run..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.holdfast.chaos.cli..", "dev.holdfast.chaos.run..")
                .check(main);
    }
}
