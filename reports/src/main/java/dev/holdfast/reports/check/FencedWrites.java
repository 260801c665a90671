package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guarded resource accepts no write of an older token after one of a newer. */
final class FencedWrites implements Check {
    @Override
    public String id() {
        return "fenced-writes";
    }

    @Override
    public String title() {
        return "The guarded resource accepts no write of a stale holder";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        Map<String, List<Operation>> accepted = new LinkedHashMap<>();
        int writes = 0;
        int refused = 0;
        for (Operation write : Recipes.operations(history, "ledger")) {
            if (!write.is("write")) {
                continue;
            }
            writes++;
            if (write.isOk() && write.result().flag("accepted")) {
                accepted.computeIfAbsent(write.subject(), s -> new ArrayList<>())
                        .add(write);
            } else if (write.isOk()) {
                refused++;
            }
        }
        if (writes == 0) {
            findings.notApplicable("the run has no guarded resource");
            return;
        }
        int stale = 0;
        for (List<Operation> ofSubject : accepted.values()) {
            stale += inOrder(ofSubject, findings);
            inTime(ofSubject, findings);
        }
        findings.figure("writes", writes, "writes");
        findings.figure(
                "accepted", accepted.values().stream().mapToInt(List::size).sum(), "writes");
        findings.figure("refused", refused, "writes");
        findings.figure("stale-accepted", stale, "writes");
    }

    /** In the resource's own order, tokens never go down and no position is given twice. */
    private static int inOrder(List<Operation> accepted, Findings findings) {
        List<Operation> bySeq = new ArrayList<>(accepted);
        bySeq.sort(Comparator.comparingLong(write -> write.result().number("seq")));
        int stale = 0;
        Operation highest = null;
        Operation before = null;
        for (Operation write : bySeq) {
            if (before != null
                    && before.result().number("seq") == write.result().number("seq")) {
                findings.violation(
                        "The resource gave position " + write.result().number("seq") + " to two writes.",
                        before,
                        write);
            }
            if (highest != null && token(write) < token(highest)) {
                stale++;
                findings.violation(stale(write, highest, "had accepted"), highest, write);
            }
            if (highest == null || token(write) > token(highest)) {
                highest = write;
            }
            before = write;
        }
        return stale;
    }

    /** In real time, a write called after a newer token's write was acknowledged is refused. */
    private static void inTime(List<Operation> byCall, Findings findings) {
        List<Operation> byReturn = new ArrayList<>(byCall);
        byReturn.sort(Comparator.comparingLong(Operation::returnedAt));
        Operation highest = null;
        int next = 0;
        for (Operation write : byCall) {
            while (next < byReturn.size() && byReturn.get(next).returnedAt() < write.calledAt()) {
                Operation returned = byReturn.get(next++);
                if (highest == null || token(returned) > token(highest)) {
                    highest = returned;
                }
            }
            boolean seenInOrder = highest != null
                    && write.result().number("seq") > highest.result().number("seq");
            if (highest != null && token(write) < token(highest) && !seenInOrder) {
                findings.violation(stale(write, highest, "had acknowledged"), highest, write);
            }
        }
    }

    private static String stale(Operation write, Operation highest, String verb) {
        return Words.name(write.process()) + " wrote to " + Words.name(write.subject()) + " with the stale token "
                + token(write) + " after the resource " + verb + " token " + token(highest) + ".";
    }

    private static long token(Operation write) {
        return write.input().number("token");
    }
}
