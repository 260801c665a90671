package dev.holdfast.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PreflightTest {

    private static final Command.Outcome WORKED = new Command.Outcome(0, "");
    private static final Command.Outcome FAILED =
            new Command.Outcome(1, "unshare: unshare failed: Operation not permitted");

    @Test
    void a_machine_where_the_trial_works_is_ready() {
        assertThat(judge(false, Map.of(), Map.of(), WORKED).isReady()).isTrue();
    }

    @Test
    void missing_programs_are_named_with_the_command_that_installs_them() {
        Preflight preflight = judge(false, Map.of("nft", false, "ip", false, "unshare", true), Map.of(), FAILED);

        assertThat(preflight.explanation()).contains("program 'nft'", "program 'ip'");
        assertThat(preflight.remedy()).isEqualTo("sudo apt-get install -y --no-install-recommends iproute2 nftables");
    }

    @Test
    void root_installs_without_sudo() {
        assertThat(judge(true, Map.of("nft", false), Map.of(), FAILED).remedy()).startsWith("apt-get install");
    }

    @Test
    void user_namespaces_that_are_switched_off_are_named_with_their_switch() {
        Preflight preflight = judge(false, Map.of(), Map.of("user.max_user_namespaces", "0"), FAILED);

        assertThat(preflight.explanation()).contains("user.max_user_namespaces is 0", "Operation not permitted");
        assertThat(preflight.remedy()).isEqualTo("sudo sysctl -w user.max_user_namespaces=15000");
    }

    @Test
    void the_restriction_by_apparmor_is_named_with_its_switch() {
        Preflight preflight =
                judge(false, Map.of(), Map.of("kernel.apparmor_restrict_unprivileged_userns", "1"), FAILED);

        assertThat(preflight.remedy()).isEqualTo("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }

    @Test
    void root_that_may_not_unshare_is_in_a_container() {
        assertThat(judge(true, Map.of(), Map.of(), FAILED).remedy()).contains("--privileged");
    }

    private static Preflight judge(
            boolean root, Map<String, Boolean> programs, Map<String, String> settings, Command.Outcome trial) {
        return Preflight.judge(new Machine(true, root, true, programs, settings, trial));
    }
}
