package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** No two grants of one name are valid at the same time. Exact for zones; one sort and one sweep. */
final class MutualExclusion implements Check {
    /** Two zones of one subject that overlap for {@code nanos}. */
    record Overlap(HeldZone first, HeldZone second, long nanos) {}

    private final String recipe;

    MutualExclusion(String recipe) {
        this.recipe = recipe;
    }

    @Override
    public String id() {
        return recipe + "-exclusion";
    }

    @Override
    public String title() {
        return recipe.equals("lock") ? "At most one valid holder at any time" : "At most one valid leader at any time";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        List<HeldZone> zones = HeldZone.of(history, recipe);
        if (zones.isEmpty()) {
            findings.notApplicable("the run has no grant of a " + recipe);
            return;
        }
        Map<String, List<HeldZone>> bySubject = new LinkedHashMap<>();
        zones.forEach(zone -> bySubject
                .computeIfAbsent(zone.subject(), s -> new ArrayList<>())
                .add(zone));
        long longest = 0;
        for (List<HeldZone> ofSubject : bySubject.values()) {
            for (Overlap overlap : overlaps(ofSubject)) {
                longest = Math.max(longest, overlap.nanos());
                findings.violation(
                        sentence(overlap),
                        overlap.first().acquire(),
                        overlap.first().last(),
                        overlap.second().acquire(),
                        overlap.second().last());
            }
        }
        regained(history, findings);
        findings.figure("grants", zones.size(), "grants");
        findings.figure("overlap-max", longest / 1e6, "ms");
    }

    /** Returns, for each zone, its longest overlap with a zone that began earlier. */
    static List<Overlap> overlaps(List<HeldZone> zones) {
        List<HeldZone> sorted = new ArrayList<>(zones);
        sorted.removeIf(zone -> zone.to() <= zone.from());
        sorted.sort(Comparator.comparingLong(HeldZone::from));
        List<Overlap> overlaps = new ArrayList<>();
        HeldZone widest = null;
        for (HeldZone zone : sorted) {
            if (widest != null) {
                long nanos = Math.min(widest.to(), zone.to()) - zone.from();
                if (nanos > 0) {
                    overlaps.add(new Overlap(widest, zone, nanos));
                }
            }
            if (widest == null || zone.to() > widest.to()) {
                widest = zone;
            }
        }
        return overlaps;
    }

    /** Validity is never regained: a check that answers held after one that answered not held is a lie of the client. */
    private void regained(History history, Findings findings) {
        Map<String, Operation> lost = new LinkedHashMap<>();
        for (Operation operation : Recipes.operations(history, recipe)) {
            String place = operation.process() + ' ' + operation.subject();
            if (Recipes.isAcquire(operation)) {
                lost.remove(place);
            } else if (operation.is("check") && operation.isOk()) {
                Operation before = lost.get(place);
                if (!operation.result().flag("held")) {
                    lost.putIfAbsent(place, operation);
                } else if (before != null) {
                    findings.violation(
                            Words.name(operation.process()) + " answered that it holds "
                                    + Words.name(operation.subject())
                                    + " after it had answered that it no longer does, without a new grant.",
                            before,
                            operation);
                }
            }
        }
    }

    private static String sentence(Overlap overlap) {
        HeldZone first = overlap.first();
        HeldZone second = overlap.second();
        return Words.name(first.process()) + " (token " + first.token() + ") and " + Words.name(second.process())
                + " (token " + second.token() + ") both held " + Words.name(first.subject()) + " for at least "
                + Words.millis(overlap.nanos()) + ".";
    }
}
