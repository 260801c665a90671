package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.Targets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the specification of a NetworkChaos. */
public final class NetworkChaosReader implements SpecReader {

    private static final List<String> NETEM = List.of("netem", "delay", "loss", "duplicate", "corrupt", "rate");
    private static final List<String> ACTIONS =
            List.of("partition", "netem", "delay", "loss", "duplicate", "corrupt", "rate", "bandwidth");
    private static final List<String> BODIES = List.of("delay", "loss", "duplicate", "corrupt", "rate");
    private static final List<String> COMMON = List.of(
            "action",
            "selector",
            "mode",
            "value",
            "duration",
            "direction",
            "target",
            "externalTargets",
            "device",
            "targetDevice",
            "remoteCluster");
    private static final Map<String, Direction> DIRECTIONS = Map.of(
            "", Direction.TO,
            "to", Direction.TO,
            "from", Direction.FROM,
            "both", Direction.BOTH);
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = SpecFields.action(field, ACTIONS, List.of());
        Mapping spec = field.mapping(fields(action));
        SpecFields.refuseRemote(spec);
        refuseOtherDevice(spec, "device");
        refuseOtherDevice(spec, "targetDevice");
        var selectors = new SelectorReader(metadata.namespace());
        Header header = new Header("NetworkChaos", action, metadata, selectors.selected(spec), SpecFields.span(spec));
        Direction direction =
                spec.optional("direction").map(f -> f.oneOf(DIRECTIONS)).orElse(Direction.TO);
        Targets.Selected peers = peers(spec, selectors);
        List<String> externals = spec.optional("externalTargets")
                .map(NetworkChaosReader::externals)
                .orElse(List.of());
        if (action.equals("partition")) {
            return new Partition(header, direction, peers, externals);
        }
        Reach reach = new Reach(direction, peers, externals);
        return NETEM.contains(action)
                ? new Impaired(header, reach, ImpairmentReader.read(spec))
                : new Bandwidth(header, reach, Bucket.read(spec.required("bandwidth")));
    }

    /** A body that the action does not look at is refused: it would be taken for part of the fault. */
    private static String[] fields(String action) {
        List<String> bodies =
                action.equals("partition") ? List.of() : NETEM.contains(action) ? BODIES : List.of(action);
        return Stream.concat(COMMON.stream(), bodies.stream()).toArray(String[]::new);
    }

    private static Targets.@Nullable Selected peers(Mapping spec, SelectorReader selectors) {
        return spec.optional("target")
                .map(target -> selectors.selected(target.mapping("selector", "mode", "value")))
                .orElse(null);
    }

    private static List<String> externals(Field field) {
        List<String> externals = field.list(NetworkChaosReader::external);
        if (new HashSet<>(externals).size() < externals.size()) {
            throw field.error("an address is given twice");
        }
        return externals;
    }

    private static String external(Field field) {
        Matcher address = ADDRESS.matcher(field.string());
        if (!address.matches()) {
            throw field.error(
                    "not supported locally: expected an IPv4 address or CIDR block, without name and port, given '"
                            + field.string() + "'");
        }
        for (int part = 1; part <= 4; part++) {
            requireAtMost(field, address.group(part), 255);
        }
        if (address.group(5) != null) {
            requireAtMost(field, address.group(5), 32);
        }
        return field.string();
    }

    private static void requireAtMost(Field field, String number, int most) {
        if (Integer.parseInt(number) > most) {
            throw field.error("not an IPv4 address: " + number + " is above " + most);
        }
    }

    private static void refuseOtherDevice(Mapping spec, String name) {
        spec.optional(name).ifPresent(device -> {
            if (!device.string().isEmpty() && !device.string().equals("eth0")) {
                throw device.error("a local pod has the one device eth0, given '" + device.string() + "'");
            }
        });
    }
}
