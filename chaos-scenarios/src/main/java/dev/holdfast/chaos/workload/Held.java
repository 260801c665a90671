package dev.holdfast.chaos.workload;

import dev.holdfast.Grant;
import dev.holdfast.reports.history.Values;

/** Asks a grant whether it is held, and records question and answer: what the exclusion checks are built on. */
final class Held {

    private Held() {}

    static boolean check(Recorder recorder, String process, String subject, Grant grant) {
        long token = grant.token().value();
        Recorder.Operation check = recorder.invoke(process, "check", subject, Values.of("token", token));
        boolean held = grant.isHeld();
        check.ok(Values.of("held", held).with("token", token));
        return held;
    }
}
