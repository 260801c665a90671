package dev.holdfast.reports.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.run.Bounds;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Damage of one kind in a clean history is reported by the check for that kind, and by no other. */
class InjectedAnomalyTest {
    private static final Map<String, BiConsumer<Story, Random>> ANOMALIES = Map.of(
            "lock-exclusion",
            (story, random) -> story.acquire(1.5, 500, "x", 1000)
                    .check(900, "x", "lock:x", 1000, true)
                    .acquire(1.6, 600, "y", 1001)
                    .check(700 + random.nextInt(100), "y", "lock:x", 1001, true),
            "lock-token-order",
            (story, random) -> story.acquire(950, 960 + random.nextInt(9), "x", 0),
            "fenced-writes",
            (story, random) -> story.write(950, 960, "x", 1 + random.nextInt(3), true, 900),
            "election-agreement",
            (story, random) -> story.note(
                    400 + random.nextInt(100),
                    "other",
                    "observed",
                    "election:e",
                    Story.values("leader", "z", "token", 1)),
            "config-watch",
            (story, random) -> story.watched(400 + random.nextInt(100), "w2", "ghost" + random.nextInt(), 900)
                    .finalRead(995, "w2", "ghost", 900));

    private static Story clean(Random random) {
        Story story = new Story();
        double t = 1;
        int grants = 10 + random.nextInt(20);
        for (int i = 1; i <= grants; i++) {
            String client = "c" + random.nextInt(3);
            story.acquire(t, t + 1, client, i);
            story.write(t + 2, t + 3, client, i, true, i);
            story.check(t + 4, client, "lock:x", i, true);
            story.put(t, t + 2, "v" + i, i);
            if (i == grants || random.nextBoolean()) {
                story.watched(t + 3, "w1", "v" + i, i);
            }
            t += 5 + random.nextInt(3);
        }
        story.finalRead(990, "w1", "v" + grants, grants);
        story.campaign(1, 2, "leader", 1).check(300, "leader", "election:e", 1, true);
        return story.fault(20, 30, true);
    }

    private static List<String> invalid(Story story) {
        return Checks.judge(story.history(), Story.run(Bounds.none())).stream()
                .filter(CheckResult::isInvalid)
                .map(CheckResult::id)
                .toList();
    }

    @Test
    void a_clean_history_raises_nothing() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(invalid(clean(new Random(seed)))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void each_anomaly_raises_its_own_check_and_no_other() {
        ANOMALIES.forEach((id, damage) -> {
            for (long seed = 0; seed < 100; seed++) {
                Random random = new Random(seed);
                Story story = clean(random);
                damage.accept(story, random);
                assertThat(invalid(story)).as("%s, seed %d", id, seed).containsExactly(id);
            }
        });
    }
}
