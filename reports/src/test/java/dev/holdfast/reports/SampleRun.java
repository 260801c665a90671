package dev.holdfast.reports;

import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.history.Role;
import dev.holdfast.reports.history.RunPhase;
import java.util.Random;

/** A made-up run of half a minute with all recipes, for looking at a report. */
final class SampleRun {
    private final Random random = new Random(7);
    private final Story story = new Story();

    static Story story(boolean broken, int scale) {
        return new SampleRun().tell(broken, scale);
    }

    private Story tell(boolean broken, int scale) {
        story.phase(0, RunPhase.WARM_UP).phase(3000, RunPhase.BASELINE).phase(10000, RunPhase.FAULT);
        story.phase(15000, RunPhase.RECOVER).phase(25000, RunPhase.FINAL);
        story.role(0, "etcd-1", Role.LEADER).role(0, "etcd-2", Role.FOLLOWER).role(0, "etcd-3", Role.FOLLOWER);
        story.role(10000, "etcd-1", Role.PAUSED)
                .role(11200, "etcd-2", Role.CANDIDATE)
                .role(11500, "etcd-2", Role.LEADER);
        story.role(15000, "etcd-1", Role.DOWN).role(16000, "etcd-1", Role.FOLLOWER);
        story.fault(10000, 15000, true);
        locks(scale);
        if (broken) {
            story.acquire(15700, 15710, "client-9/lock", 9000).check(17900, "client-9/lock", "lock:x", 9000, true);
        }
        elections();
        config();
        kafka(scale);
        return story;
    }

    private static boolean isDown(double t) {
        return t > 10000 && t < 11800;
    }

    private void locks(int scale) {
        int token = 1;
        int seq = 1;
        for (double t = 500; t < 24500; t += 120.0 / scale) {
            String client = "client-" + (1 + token % 4) + "/lock";
            if (isDown(t)) {
                story.op(
                        t,
                        t + 900,
                        random.nextBoolean() ? Outcome.INFO : Outcome.FAIL,
                        client + "/" + token,
                        "acquire",
                        "lock:x",
                        Story.values(),
                        Story.values());
                t += 200;
                continue;
            }
            double answer = t + 1 + random.nextInt(8) / (double) scale;
            double held = answer + 80.0 / scale;
            story.acquire(t, answer, client, ++token);
            story.write(answer + 1.0 / scale, answer + 2.0 / scale, client, token, true, seq++);
            story.check(held, client, "lock:x", token, true);
            story.op(held + .1, held + 1, Outcome.OK, client, "release", "lock:x", Story.values(), Story.values());
        }
    }

    private void elections() {
        story.campaign(400, 410, "client-1/election", 1).campaign(12000, 12040, "client-2/election", 2);
        for (int t = 500; t < 24500; t += 100) {
            boolean first = t < 11000;
            if (t < 11000 || t > 12100) {
                story.check(t, first ? "client-1/election" : "client-2/election", "election:e", first ? 1 : 2, true);
            }
        }
    }

    private void config() {
        int revision = 10;
        for (double t = 700; t < 24000; t += 300) {
            if (!isDown(t)) {
                story.put(t, t + 3, "v" + ++revision, revision);
                story.watched(t + 5, "client-1/watch", "v" + revision, revision);
            }
        }
        story.finalRead(26000, "client-1/watch", "v" + revision, revision);
    }

    private void kafka(int scale) {
        int[] offsets = new int[2];
        int records = 0;
        for (double t = 600; t < 24000; t += 60.0 / scale) {
            int partition = records % 2;
            String id = "m" + records++;
            story.send(t, t + 4 + random.nextInt(4), id, partition, offsets[partition]);
            double delay = t < 15000 && t > 10000 && partition == 1 ? 15000 - t : 12;
            story.record(t + delay, "delivered", id, partition, offsets[partition]);
            story.record(27000, "final", id, partition, offsets[partition]++);
        }
        story.finalEnd(27500, records);
    }
}
