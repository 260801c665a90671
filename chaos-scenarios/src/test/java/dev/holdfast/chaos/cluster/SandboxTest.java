package dev.holdfast.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SandboxTest {

    @Test
    void root_needs_no_user_namespace() {
        assertThat(Sandbox.command(List.of("java", "Main"), true, true))
                .startsWith("setpriv", "--pdeathsig", "KILL", "env")
                .doesNotContain("--user")
                .endsWith("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "java", "Main");
    }

    @Test
    void an_ordinary_user_becomes_root_of_a_user_namespace() {
        assertThat(Sandbox.command(List.of("java", "Main"), false, false))
                .startsWith("env")
                .containsSequence("unshare", "--user", "--map-root-user", "--net");
    }

    @Test
    void a_process_outside_cannot_furnish_a_sandbox() {
        assertThat(Sandbox.isInside()).isFalse();
        assertThatThrownBy(Sandbox::enter)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("nothing was changed");
        assertThatThrownBy(NamespaceFabric::open)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("not in a sandbox");
    }
}
