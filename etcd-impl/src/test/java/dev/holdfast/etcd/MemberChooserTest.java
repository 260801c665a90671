package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemberChooserTest {

    @Test
    void a_member_is_kept_until_it_fails() {
        MemberChooser chooser = new MemberChooser(3, 1);

        assertThat(chooser.current()).isEqualTo(1);
        chooser.failed(0);
        assertThat(chooser.current()).isEqualTo(1);
    }

    @Test
    void failures_go_round_and_round() {
        MemberChooser chooser = new MemberChooser(3, 1);
        chooser.failed(1);
        assertThat(chooser.current()).isEqualTo(2);
        chooser.failed(2);
        assertThat(chooser.current()).isZero();
    }

    @Test
    void many_callers_that_saw_one_member_fail_turn_away_once() {
        MemberChooser chooser = new MemberChooser(3, 0);
        chooser.failed(0);
        chooser.failed(0);
        chooser.failed(0);

        assertThat(chooser.current()).isEqualTo(1);
    }

    @Test
    void a_single_member_is_asked_again() {
        MemberChooser chooser = new MemberChooser(1, 0);
        chooser.failed(0);

        assertThat(chooser.current()).isZero();
    }
}
