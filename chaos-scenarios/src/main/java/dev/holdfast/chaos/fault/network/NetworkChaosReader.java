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
import org.jspecify.annotations.Nullable;

/** Reads the specification of a NetworkChaos. */
public final class NetworkChaosReader implements SpecReader {

    private static final List<String> LATER =
            List.of("netem", "delay", "loss", "duplicate", "corrupt", "bandwidth", "rate");
    private static final Map<String, Direction> DIRECTIONS = Map.of(
            "", Direction.TO,
            "to", Direction.TO,
            "from", Direction.FROM,
            "both", Direction.BOTH);
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = SpecFields.action(field, List.of("partition"), LATER);
        Mapping spec = field.mapping(
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
        SpecFields.refuseRemote(spec);
        refuseOtherDevice(spec, "device");
        refuseOtherDevice(spec, "targetDevice");
        var selectors = new SelectorReader(metadata.namespace());
        return new Partition(
                new Header("NetworkChaos", action, metadata, selectors.selected(spec), SpecFields.span(spec)),
                spec.optional("direction").map(f -> f.oneOf(DIRECTIONS)).orElse(Direction.TO),
                peers(spec, selectors),
                spec.optional("externalTargets")
                        .map(NetworkChaosReader::externals)
                        .orElse(List.of()));
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
