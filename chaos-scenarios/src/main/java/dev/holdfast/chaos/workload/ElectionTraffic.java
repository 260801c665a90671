package dev.holdfast.chaos.workload;

import dev.holdfast.Candidacy;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.LeaderElection;
import dev.holdfast.reports.history.Values;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;

/** Stands for one election; leads for a while, asking again and again whether it still does, and resigns. Also observes. */
final class ElectionTraffic implements Traffic {

    private static final String NAME = "scheduler";
    private static final String SUBJECT = "election:" + NAME;
    private static final Duration CHECK_EVERY = Duration.ofMillis(20);

    private final String process;
    private final String observer;
    private final ClientSpec spec;
    private final LeaderElection election;
    private final Recorder recorder;
    private final Orders orders;
    private volatile Recorder.Operation campaign;

    ElectionTraffic(ClientSpec spec, Coordination coordination, Recorder recorder, Orders orders) {
        this.process = spec.name() + "/election";
        this.observer = spec.name() + "/observer";
        this.spec = spec;
        this.election = coordination.election(NAME);
        this.recorder = recorder;
        this.orders = orders;
        this.campaign = invokeCampaign();
    }

    @Override
    public void run() throws InterruptedException {
        Observation observation = election.observe(leader -> recorder.note(
                observer,
                "observed",
                SUBJECT,
                leader.map(known -> Values.of("leader", known.candidate())
                                .with("token", known.token().value()))
                        .orElse(Values.none())));
        Candidacy standing = election.join(spec.name(), this::lead);
        while (!orders.stopsWithin(Duration.ofSeconds(1))) {
            // the candidacy's own thread does the work
        }
        standing.close();
        observation.close();
        campaign.fail("the candidate stands no more");
    }

    private void lead(Grant leadership) throws InterruptedException {
        long token = leadership.token().value();
        campaign.ok(Values.of("token", token).with("holder", spec.name()));
        leadership.onLost(reason -> recorder.note(
                process, "ended", SUBJECT, Values.of("token", token).with("reason", reason.name())));
        try {
            Deadline end = Deadline.after(Ticker.SYSTEM, Duration.ofMillis(spec.termMs()));
            boolean held = Held.check(recorder, process, SUBJECT, leadership);
            while (held && !end.hasPassed() && !orders.stopsWithin(CHECK_EVERY)) {
                held = Held.check(recorder, process, SUBJECT, leadership);
            }
        } finally {
            Recorder.Operation resign = recorder.invoke(process, "resign", SUBJECT, Values.of("token", token));
            leadership.close();
            resign.ok(Values.of("token", token));
            campaign = invokeCampaign();
        }
    }

    private Recorder.Operation invokeCampaign() {
        return recorder.invoke(process, "campaign", SUBJECT, Values.none());
    }
}
