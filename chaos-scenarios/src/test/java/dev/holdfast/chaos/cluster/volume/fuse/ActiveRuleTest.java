package dev.holdfast.chaos.cluster.volume.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ActiveRuleTest {

    private static final Moment THEN = new Moment(1, 2);

    private static ActiveRule rule(int percent, Rule.Effect effect) {
        // by way of its line, as a rule comes to the program
        Rule rule = new Rule("/data", "/data/**/*.log", Set.of(Method.FSYNC, Method.WRITE), percent, 7, effect);
        return new ActiveRule(Rule.fromJson(rule.toJson()));
    }

    @Test
    void a_rule_is_about_its_files_and_its_methods_alone() {
        ActiveRule rule = rule(100, new Rule.Fail(5));

        assertThat(rule.takes(Method.FSYNC, "/a/1.log")).isTrue();
        assertThat(rule.takes(Method.FSYNC, "/a/1.txt")).isFalse();
        assertThat(rule.takes(Method.READ, "/a/1.log")).isFalse();
        assertThat(rule.counts()).isEqualTo(new Counts(1, 1, 0, 0));
        assertThatThrownBy(rule::fail)
                .isInstanceOfSatisfying(Errno.class, e -> assertThat(e.number()).isEqualTo(5));
    }

    @Test
    void half_of_the_calls_are_about_half_and_the_same_ones_for_a_seed() {
        List<Boolean> first = takes(rule(50, new Rule.Fail(5)));

        assertThat(first.stream().filter(taken -> taken).count()).isBetween(420L, 580L);
        assertThat(takes(rule(50, new Rule.Fail(5)))).isEqualTo(first);
        assertThat(takes(rule(0, new Rule.Fail(5)))).containsOnly(false);
    }

    private static List<Boolean> takes(ActiveRule rule) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> rule.takes(Method.FSYNC, "/1.log"))
                .toList();
    }

    @Test
    void a_delay_is_as_long_as_it_says_and_is_counted() {
        ActiveRule rule = rule(100, new Rule.Delay(Duration.ofMillis(30).toNanos()));

        rule.delay();

        assertThat(rule.counts().delayUs()).isGreaterThanOrEqualTo(30_000);
    }

    @Test
    @Timeout(20)
    void whoever_is_held_back_goes_on_when_the_rule_ends() throws InterruptedException {
        ActiveRule rule = rule(100, new Rule.Delay(Duration.ofHours(1).toNanos()));
        Thread caller = new Thread(rule::delay, "caller");
        caller.start();
        Awaitility.await("the caller waits")
                .atMost(Duration.ofSeconds(10))
                .until(() -> caller.getState() == Thread.State.TIMED_WAITING);

        rule.end();

        caller.join();
    }

    @Test
    void mistakes_stay_within_their_number_and_length() {
        ActiveRule rule = rule(100, new Rule.Mistake(false, 2, 3));
        try (Memory data = new Memory(1000)) {
            for (int round = 0; round < 200; round++) {
                data.setMemory(0, 1000, (byte) 1);
                long before = rule.counts().bytes();

                rule.spoil(data, 1000);

                long zeros = IntStream.range(0, 1000)
                        .filter(at -> data.getByte(at) == 0)
                        .count();
                assertThat(zeros).isBetween(1L, 6L).isEqualTo(rule.counts().bytes() - before);
            }
        }
        assertThat(rule.counts().hits()).isEqualTo(200);
    }

    @Test
    void a_disguise_changes_what_it_names_and_nothing_else() {
        Attributes plain = new Attributes(1, 2, 3, THEN, THEN, THEN, 0100644, 1, 0, 0, 0, 4096);
        var disguise = new Rule.Disguise(null, 9L, null, null, null, null, null, 0444, null, null, null, null);

        Attributes shown = rule(100, disguise).disguise(plain);

        assertThat(shown).isEqualTo(new Attributes(1, 9, 3, THEN, THEN, THEN, 0100444, 1, 0, 0, 0, 4096));
    }
}
