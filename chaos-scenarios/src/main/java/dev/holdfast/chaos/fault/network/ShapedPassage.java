package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Link;
import dev.holdfast.chaos.fault.network.shaper.PairFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cluster's shaper, as far as one fault goes. */
final class ShapedPassage implements Passage {

    private final Shaper shaper;
    private final String fault;
    private final List<Link> links;
    private final long seed;
    private final Impairment impairment;
    private boolean hasActed;

    ShapedPassage(Shaper shaper, String fault, List<Link> links, long seed, Impairment impairment) {
        this.shaper = shaper;
        this.fault = fault;
        this.links = List.copyOf(links);
        this.seed = seed;
        this.impairment = impairment;
    }

    @Override
    public void lead() {
        shaper.lead(fault, links);
    }

    @Override
    public void impair() {
        shaper.impair(fault, seed, impairment);
    }

    @Override
    public void forget(Pod pod) {
        shaper.forget(fault, pod.address(), seed, impairment);
    }

    @Override
    public List<Evidence> figures() {
        List<Evidence> evidence = new ArrayList<>();
        for (PairFigures pair : shaper.figures()) {
            if (pair.seen() > 0 && links.stream().anyMatch(link -> link.matches(pair.source(), pair.destination()))) {
                evidence.add(evidence(pair));
                hasActed = true;
            }
        }
        return evidence;
    }

    private static Evidence evidence(PairFigures pair) {
        String ends = pair.source() + " > " + pair.destination();
        return new Evidence(
                "packets-shaped",
                ends,
                pair.seen(),
                "packets",
                String.format(
                        Locale.ROOT,
                        "%s: %d packets seen, %d dropped, %d dropped over the limit, %d duplicated, %d corrupted;"
                                + " held for %.2f ms on average (%.2f to %.2f ms)",
                        ends,
                        pair.seen(),
                        pair.dropped(),
                        pair.overflowed(),
                        pair.duplicated(),
                        pair.corrupted(),
                        pair.meanHeldNanos() / 1e6,
                        pair.leastHeldNanos() / 1e6,
                        pair.mostHeldNanos() / 1e6));
    }

    @Override
    public boolean hasActed() {
        return hasActed;
    }

    @Override
    public void remove() {
        shaper.remove(fault);
    }
}
