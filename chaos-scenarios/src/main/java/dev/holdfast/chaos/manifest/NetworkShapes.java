package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.DURATION;
import static dev.holdfast.chaos.manifest.Formats.FLOAT;
import static dev.holdfast.chaos.manifest.Formats.INT64;
import static dev.holdfast.chaos.manifest.Formats.OPTIONAL_FLOAT;
import static dev.holdfast.chaos.manifest.Formats.RATE;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.UINT32;
import static dev.holdfast.chaos.manifest.Formats.UINT64;
import static dev.holdfast.chaos.manifest.Formats.words;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.OrNull;
import dev.holdfast.chaos.manifest.Shape.Whole;

/** The specifications of NetworkChaos and of PodNetworkChaos. Sources: networkchaos_types.go and networkchaos_webhook.go. */
final class NetworkShapes {

    private static final Whole FROM_ONE = new Whole(1, 4_294_967_295L);

    /** A bandwidth, which physical machines have too. */
    static final Struct BANDWIDTH = Struct.requires("rate", RATE)
            .andRequires("limit", FROM_ONE)
            .andRequires("buffer", FROM_ONE)
            .andAllows(UINT64, "peakrate")
            .andAllows(UINT32, "minburst");

    private static final Struct REORDER =
            Struct.requires("reorder", FLOAT).andRequires("gap", INT64).andAllows(OPTIONAL_FLOAT, "correlation");

    private static final Struct CONTROL = Struct.allows(
                    Struct.requires("latency", DURATION)
                            .andAllows(DURATION, "jitter")
                            .andAllows(OPTIONAL_FLOAT, "correlation")
                            .andAllows(REORDER, "reorder"),
                    "delay")
            .andAllows(share("loss"), "loss")
            .andAllows(share("duplicate"), "duplicate")
            .andAllows(share("corrupt"), "corrupt")
            .andAllows(BANDWIDTH, "bandwidth")
            .andAllows(Struct.requires("rate", RATE), "rate");

    static final Struct NETWORK_CHAOS = Struct.requires(
                    "action", words("netem", "delay", "loss", "duplicate", "corrupt", "partition", "bandwidth", "rate"))
            .with(Selectors.PODS)
            .with(Selectors.SPAN)
            .with(CONTROL)
            .andAllows(words("", "to", "from", "both"), "direction")
            .andAllows(Selectors.PODS, "target")
            .andAllows(STRING, "device", "targetDevice")
            .andAllows(STRINGS, "externalTargets")
            .where(
                    NetworkShapes::requireDirection,
                    // no webhook asks for these, but the daemon refuses what has none of them
                    body("delay"),
                    body("loss"),
                    body("duplicate"),
                    body("corrupt"),
                    body("bandwidth"),
                    body("rate"),
                    Rules.when("action", "netem", Rules.some("delay", "loss", "duplicate", "corrupt", "rate")));

    static final Struct POD_NETWORK_CHAOS = podNetworkChaos();

    private NetworkShapes() {}

    private static Struct share(String name) {
        return Struct.requires(name, FLOAT).andAllows(OPTIONAL_FLOAT, "correlation");
    }

    private static Rule body(String action) {
        return Rules.needs("action", action, action);
    }

    private static void requireDirection(Values values) {
        String direction = values.text("direction");
        boolean outward = direction.isEmpty() || direction.equals("to");
        if (outward || values.text("action").equals("partition")) {
            return;
        }
        Field field = Rules.field(values, "direction");
        if (values.gives("externalTargets")) {
            throw field.error("externalTargets are reached in direction 'to' only, unless the action is partition");
        }
        if (values.get("target").isEmpty()) {
            throw field.error("direction '" + direction + "' needs a target, unless the action is partition");
        }
    }

    private static Struct podNetworkChaos() {
        Struct set = Struct.requires("name", STRING)
                .andRequires("source", STRING)
                .andAllows(STRINGS, "cidrs", "setNames")
                .andAllows(new Listing(Struct.requires("cidr", STRING).andRequires("port", UINT32)), "cidrAndPorts")
                .andAllows(STRING, "ipsetType");
        Struct chain = Struct.requires("name", STRING)
                .andRequires("direction", STRING)
                .andRequires("source", STRING)
                .andAllows(new OrNull(STRINGS), "ipsets")
                .andAllows(STRING, "device");
        Struct control = CONTROL.andRequires("type", STRING)
                .andRequires("source", STRING)
                .andAllows(STRING, "ipset", "device");
        return Struct.allows(new Listing(set), "ipsets")
                .andAllows(new Listing(chain), "iptables")
                .andAllows(new Listing(control), "tcs");
    }
}
