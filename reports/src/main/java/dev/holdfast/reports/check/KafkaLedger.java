package dev.holdfast.reports.check;

import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.history.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What became of each record of a topic: sent, acknowledged, delivered, in the final read, poisoned, dead-lettered. */
public final class KafkaLedger {
    /** A place in a topic. */
    public record Place(long partition, long offset) {}

    private final List<Operation> sends = new ArrayList<>();
    private final Map<String, Operation> sendById = new HashMap<>();
    private final List<Numbered> delivered = new ArrayList<>();
    private final List<Numbered> poisonAttempts = new ArrayList<>();
    private final List<Numbered> poisoned = new ArrayList<>();
    private final List<Numbered> finals = new ArrayList<>();
    private final List<Numbered> deadLetters = new ArrayList<>();
    private final Set<String> poisonIds = new HashSet<>();
    private final Set<Place> poisonPlaces = new HashSet<>();
    private boolean consumed;
    private long finalRecords = -1;

    private KafkaLedger() {}

    public static KafkaLedger of(History history) {
        KafkaLedger ledger = new KafkaLedger();
        for (Operation operation : Recipes.operations(history, "topic")) {
            if (operation.is("send")) {
                ledger.sends.add(operation);
                ledger.sendById.put(id(operation), operation);
            } else {
                ledger.consumed |= operation.is("commit") || operation.is("dead-letter");
            }
        }
        for (Numbered numbered : history.events()) {
            if (numbered.event() instanceof Noted note && note.subject().startsWith("topic:")) {
                ledger.add(numbered, note);
            }
        }
        return ledger;
    }

    private void add(Numbered numbered, Noted note) {
        switch (note.f()) {
            case "delivered" -> delivered.add(numbered);
            case "poison-attempt" -> poisonAttempts.add(numbered);
            case "poisoned" -> {
                poisoned.add(numbered);
                note.value().findText("id").ifPresent(poisonIds::add);
                poisonPlaces.add(place(note.value()));
            }
            case "final" -> finals.add(numbered);
            case "final-dead-letter" -> deadLetters.add(numbered);
            case "final-end" -> finalRecords = note.value().number("records");
            default -> {}
        }
    }

    public List<Operation> sends() {
        return sends;
    }

    public List<Numbered> delivered() {
        return delivered;
    }

    public List<Numbered> poisoned() {
        return poisoned;
    }

    public List<Numbered> finals() {
        return finals;
    }

    public List<Numbered> deadLetters() {
        return deadLetters;
    }

    public List<Numbered> poisonAttempts() {
        return poisonAttempts;
    }

    /** Returns the ids in the final read. */
    public Set<String> finalIds() {
        return ids(finals);
    }

    /** Returns the ids that a consumer delivered. */
    public Set<String> deliveredIds() {
        return ids(delivered);
    }

    boolean isConsumed() {
        return consumed || !delivered.isEmpty() || !poisonAttempts.isEmpty();
    }

    Operation sendOf(String id) {
        Operation send = sendById.get(id);
        if (send == null) {
            throw new IllegalStateException("record " + id + " was never sent");
        }
        return send;
    }

    boolean isSent(String id) {
        return sendById.containsKey(id);
    }

    /** Returns whether the value of an event names a poison pill. */
    public boolean isPoison(Values value) {
        return value.isSet("poison")
                || value.findText("id").map(poisonIds::contains).orElse(false)
                || poisonPlaces.contains(place(value));
    }

    boolean isPoisonPlace(Place place) {
        return poisonPlaces.contains(place);
    }

    /** Says why the final read cannot be relied on; returns whether it can. */
    boolean isFinalReadComplete(Findings findings) {
        if (finalRecords < 0) {
            findings.unknown("the final read of the topic did not complete");
            return false;
        }
        if (finalRecords != finals.size()) {
            findings.unknown("the final read says " + finalRecords + " records, but the history has " + finals.size());
            return false;
        }
        return true;
    }

    boolean isApplicable(Findings findings) {
        boolean applicable = !sends.isEmpty() || !finals.isEmpty() || !delivered.isEmpty() || !poisoned.isEmpty();
        if (!applicable) {
            findings.notApplicable("the run has no topic");
        }
        return applicable;
    }

    static String id(Operation send) {
        return send.input().text("id");
    }

    public static Values value(Numbered numbered) {
        return ((Noted) numbered.event()).value();
    }

    public static Place place(Values value) {
        OptionalLong partition = value.findNumber("partition");
        OptionalLong offset = value.findNumber("offset");
        return new Place(partition.orElse(-1), offset.orElse(-1));
    }

    private static Set<String> ids(List<Numbered> notes) {
        Set<String> ids = new HashSet<>();
        notes.forEach(note -> value(note).findText("id").ifPresent(ids::add));
        return ids;
    }
}
