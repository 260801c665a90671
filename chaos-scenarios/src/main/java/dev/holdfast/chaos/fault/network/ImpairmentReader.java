package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Share;
import java.time.Duration;

/** Reads the bodies of a NetworkChaos that netem carries out upstream, merged to one. */
final class ImpairmentReader {

    private ImpairmentReader() {}

    /** Reads all that the specification gives, whatever its action, as Chaos Mesh does. */
    static Impairment read(Mapping spec) {
        Impairment all = Impairment.NONE;
        all = all.max(spec.optional("delay").map(ImpairmentReader::delay).orElse(Impairment.NONE));
        all = all.max(spec.optional("loss")
                .map(field -> Impairment.loss(share(field, "loss")))
                .orElse(Impairment.NONE));
        all = all.max(spec.optional("duplicate")
                .map(field -> Impairment.duplicate(share(field, "duplicate")))
                .orElse(Impairment.NONE));
        all = all.max(spec.optional("corrupt")
                .map(field -> Impairment.corrupt(share(field, "corrupt")))
                .orElse(Impairment.NONE));
        all = all.max(spec.optional("rate")
                .map(field -> Impairment.rate(Rate.decimal(field.mapping("rate").required("rate"))))
                .orElse(Impairment.NONE));
        if (all.equals(Impairment.NONE)) {
            throw spec.field().error("changes nothing: every share, delay and rate that it gives is 0");
        }
        return all;
    }

    private static Impairment delay(Field field) {
        Mapping body = field.mapping("latency", "jitter", "correlation", "reorder");
        Duration latency = body.required("latency").duration();
        Share reorder = Share.NONE;
        int gap = 0;
        if (body.optional("reorder").isPresent()) {
            Field inner = body.required("reorder");
            Mapping reordering = inner.mapping("reorder", "correlation", "gap");
            reorder = new Share(percent(reordering.required("reorder")), correlation(reordering));
            // as tc does: a share without a gap lets every packet choose, a gap without a share none
            int given = (int) reordering.required("gap").whole(0, Integer.MAX_VALUE);
            gap = reorder.percent() == 0 ? 0 : Math.max(1, given);
            if (gap > 0 && latency.isZero()) {
                throw inner.error("reordering is not possible without latency");
            }
        }
        Duration jitter = body.optional("jitter")
                .filter(f -> !f.isEmptyString())
                .map(Field::duration)
                .orElse(Duration.ZERO);
        return Impairment.delay(latency, jitter, correlation(body), reorder, gap);
    }

    private static Share share(Field field, String name) {
        Mapping body = field.mapping(name, "correlation");
        return new Share(percent(body.required(name)), correlation(body));
    }

    private static double correlation(Mapping body) {
        return body.optional("correlation")
                .filter(field -> !field.isEmptyString())
                .map(ImpairmentReader::percent)
                .orElse(0.0);
    }

    private static double percent(Field field) {
        double value = Double.parseDouble(field.string());
        if (!(value >= 0 && value <= 100)) {
            throw field.error("expected a percentage from 0 to 100, given '" + field.string() + "'");
        }
        return value;
    }
}
