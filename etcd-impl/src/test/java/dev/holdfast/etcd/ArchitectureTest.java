package dev.holdfast.etcd;

import dev.holdfast.tck.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void the_provider_alone_is_public_and_the_rules_of_structure_hold() {
        ArchitectureRules.checkBackend(ArchitectureRules.mainClasses("dev.holdfast.etcd"));
    }
}
