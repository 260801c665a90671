package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.GoDuration;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.Targets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the specification of a TimeChaos. */
public final class TimeChaosReader implements SpecReader {

    private static final Set<ClockId> DEFAULT = Set.of(ClockId.CLOCK_REALTIME);

    @Override
    public Fault read(Metadata metadata, Field field) {
        Mapping spec = field.mapping(
                "selector", "mode", "value", "duration", "timeOffset", "clockIds", "containerNames", "remoteCluster");
        SpecFields.refuseRemote(spec);
        Targets targets = new SelectorReader(metadata.namespace()).selected(spec);
        Set<ClockId> clocks = spec.optional("clockIds")
                .map(list -> (Set<ClockId>) new HashSet<>(list.list(one -> one.oneOf(ClockId.BY_NAME))))
                .filter(set -> !set.isEmpty())
                .orElse(DEFAULT);
        List<String> containers = spec.optional("containerNames")
                .map(list -> list.list(Field::text))
                .orElse(List.of());
        return new ClockSkew(
                new Header("TimeChaos", "clock", metadata, targets, SpecFields.span(spec)),
                new Shift(offset(spec.required("timeOffset")), clocks),
                new HashSet<>(containers),
                ClockSkew.MAIN);
    }

    /** Reads what is below {@code clock} of a PhysicalMachineChaos, which names the clocks in one string. */
    public static Fault readMachine(Header header, Field field) {
        Mapping clock = field.mapping("pid", "time-offset", "clock-ids-slice");
        Map<String, ClockId> names = ClockId.BY_NAME;
        Set<ClockId> clocks = new HashSet<>();
        clock.optional("clock-ids-slice").filter(ids -> !ids.isEmptyString()).ifPresent(ids -> {
            for (String name : ids.string().split(",", -1)) {
                ClockId id = names.get(name.strip());
                if (id == null) {
                    throw ids.error("unknown clock '" + name.strip() + "'; expected names such as CLOCK_REALTIME,"
                            + " separated by commas");
                }
                clocks.add(id);
            }
        });
        return new ClockSkew(
                header,
                new Shift(offset(clock.required("time-offset")), clocks.isEmpty() ? DEFAULT : clocks),
                Set.of(),
                clock.required("pid").whole(1, Integer.MAX_VALUE));
    }

    private static Duration offset(Field field) {
        Duration offset;
        try {
            offset = GoDuration.parse(field.string());
        } catch (IllegalArgumentException e) {
            throw field.error(String.valueOf(e.getMessage()));
        }
        if (offset.isZero()) {
            throw field.error("an offset of 0 changes nothing; leave the fault out instead");
        }
        return offset;
    }
}
