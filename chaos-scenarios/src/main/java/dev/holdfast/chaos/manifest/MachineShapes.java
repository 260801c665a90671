package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.FLAG;
import static dev.holdfast.chaos.manifest.Formats.INT32;
import static dev.holdfast.chaos.manifest.Formats.INT64;
import static dev.holdfast.chaos.manifest.Formats.POSITIVE;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.UINT32;
import static dev.holdfast.chaos.manifest.Formats.UINT64;

import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.Whole;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The specification of PhysicalMachineChaos: each action has a part of its own name. A part is checked by the rules of
 * its action only when it is the action's, as the webhook does. Sources: physical_machine_chaos_types.go and
 * physical_machine_chaos_webhook.go.
 */
final class MachineShapes {

    private static final Whole UINT16 = new Whole(0, 65_535);

    /** An action's part: the fields that the definition knows, and the rules that hold when the action is this one. */
    private record Part(Struct fields, Struct whenChosen) {}

    private static final Map<String, Part> PARTS = new LinkedHashMap<>();
    /** Parts that the definition has and the list of actions does not. */
    private static final Map<String, Struct> UNUSED = new LinkedHashMap<>();

    static {
        part(
                "stress-cpu",
                Struct.allows(INT64, "load", "workers").andAllows(STRINGS, "options"),
                Rules.given("load", "workers"));
        part("stress-mem", Struct.allows(STRING, "size").andAllows(STRINGS, "options"), Rules.given("size"), size());
        disks();
        networks();
        part(
                "process",
                Struct.allows(STRING, "process", "recoverCmd").andAllows(INT64, "signal"),
                Rules.given("process", "signal"));
        virtualMachines();
        part(
                "clock",
                Struct.allows(INT64, "pid").andAllows(STRING, "time-offset", "clock-ids-slice"),
                Rules.given("pid", "time-offset"),
                values -> values.get("pid").ifPresent(POSITIVE::check));
        stores();
        files();
        part("vm", Struct.allows(STRING, "vm-name"));
        part("user_defined", Struct.allows(STRING, "attackCmd", "recoverCmd"), Rules.given("attackCmd", "recoverCmd"));
        unused();
    }

    static final Struct PHYSICAL_MACHINE_CHAOS = physicalMachineChaos();

    private MachineShapes() {}

    private static void part(String action, Struct fields, Rule... rules) {
        PARTS.put(action, new Part(fields, fields.where(rules)));
    }

    private static Struct physicalMachineChaos() {
        Struct spec = Struct.requires("action", Formats.words(PARTS.keySet().toArray(String[]::new)))
                .with(Selectors.MACHINES)
                .with(Selectors.SPAN);
        for (Map.Entry<String, Struct> unused : UNUSED.entrySet()) {
            spec = spec.andAllows(unused.getValue(), unused.getKey());
        }
        for (Map.Entry<String, Part> part : PARTS.entrySet()) {
            spec = spec.andAllows(part.getValue().fields(), part.getKey())
                    .where(Rules.when("action", part.getKey(), chosen(part.getKey(), part.getValue())));
        }
        return spec;
    }

    private static Rule chosen(String action, Part part) {
        return values -> part.whenChosen()
                .check(values.get(action)
                        .orElseThrow(() -> values.field()
                                .error("missing field '" + action + "': action " + action + " needs it")));
    }

    private static Rule size() {
        return values -> values.get("size").ifPresent(Formats.MACHINE_SIZE::check);
    }

    private static void disks() {
        Struct file = Struct.allows(STRING, "size", "path");
        Struct payload = file.andAllows(new Whole(0, 255), "payload-process-num");
        part("disk-read-payload", payload, Rules.given("payload-process-num", "size"), size());
        part("disk-write-payload", payload, Rules.given("payload-process-num", "size"), size());
        part("disk-fill", file.andAllows(FLAG, "fill-by-fallocate"), Rules.given("size"), size());
    }

    private static void networks() {
        Struct common = Struct.allows(
                STRING, "correlation", "device", "source-port", "egress-port", "ip-address", "ip-protocol", "hostname");
        Rule share = values -> values.get("correlation").ifPresent(Formats.OPTIONAL_PERCENT::check);
        for (String name : new String[] {"network-corrupt", "network-duplicate", "network-loss"}) {
            part(
                    name,
                    common.andAllows(STRING, "percent"),
                    share,
                    Rules.given("device", "percent"),
                    values -> values.get("percent").ifPresent(Formats.PERCENT::check));
        }
        part(
                "network-delay",
                common.andAllows(STRING, "jitter", "latency", "accept-tcp-flags"),
                share,
                Rules.given("device", "latency"),
                MachineShapes::requireTcp);
        part(
                "network-partition",
                Struct.allows(
                        STRING, "device", "hostname", "ip-address", "direction", "ip-protocol", "accept-tcp-flags"),
                Rules.given("device", "direction"),
                Rules.some("ip-address", "hostname"),
                values -> values.get("direction").ifPresent(Formats.words("to", "from")::check),
                MachineShapes::requireTcp);
        part(
                "network-dns",
                Struct.allows(STRING, "dns-server", "dns-ip", "dns-domain-name"),
                both("dns-domain-name", "dns-ip"),
                both("dns-ip", "dns-domain-name"));
        // its rate is a plain string here: the webhook looks at no unit
        part(
                "network-bandwidth",
                NetworkShapes.BANDWIDTH
                        .andRequires("rate", Formats.GIVEN)
                        .andAllows(STRING, "device", "ip-address", "hostname"),
                Rules.given("device"));
        part(
                "network-flood",
                Struct.requires("rate", STRING)
                        .andRequires("duration", STRING)
                        .andAllows(STRING, "ip-address", "port")
                        .andAllows(INT32, "parallel"),
                Rules.given("ip-address", "port", "rate", "duration"));
        part("network-down", Struct.allows(STRING, "device", "duration"), Rules.given("device", "duration"));
    }

    private static void requireTcp(Values values) {
        if (values.gives("accept-tcp-flags") && !values.text("ip-protocol").equals("tcp")) {
            throw Rules.field(values, "accept-tcp-flags").error("needs ip-protocol 'tcp'");
        }
    }

    private static Rule both(String one, String other) {
        return values -> {
            if (values.gives(one)) {
                Rules.requireGiven(values, other, one);
            }
        };
    }

    private static void virtualMachines() {
        Struct common = Struct.allows(INT64, "port", "pid");
        Struct method = common.andAllows(STRING, "class", "method");
        Rule process = Rules.given("pid");
        Rule alive = values -> values.get("pid").ifPresent(POSITIVE::check);
        Rule target = Rules.given("class", "method");
        part("jvm-exception", method.andAllows(STRING, "exception"), process, alive, target, Rules.given("exception"));
        part("jvm-gc", common, process, alive);
        part("jvm-latency", method.andAllows(INT64, "latency"), process, alive, target, Rules.given("latency"));
        part("jvm-return", method.andAllows(STRING, "value"), process, alive, target, Rules.given("value"));
        part(
                "jvm-stress",
                common.andAllows(INT64, "cpu-count").andAllows(STRING, "mem-type"),
                process,
                alive,
                Rules.some("cpu-count", "mem-type"),
                Rules.notBoth("cpu-count", "mem-type"));
        part("jvm-rule-data", common.andAllows(STRING, "rule-data"), process, alive, Rules.given("rule-data"));
        part(
                "jvm-mysql",
                common.andAllows(STRING, "mysqlConnectorVersion", "database", "table", "sqlType", "exception")
                        .andAllows(INT64, "latency"),
                process,
                alive,
                Rules.given("mysqlConnectorVersion"),
                Rules.some("exception", "latency"));
    }

    private static void stores() {
        Struct redis = Struct.allows(STRING, "addr", "password");
        Struct sentinel = redis.andAllows(STRING, "conf").andAllows(FLAG, "flushConfig", "redisPath");
        Rule address = Rules.given("addr");
        part("redis-expiration", redis.andAllows(STRING, "expiration", "key", "option"), address, values -> {
            // the webhook's own defect: it refuses the four options that Redis knows, and takes any other
            if (Formats.words("XX", "NX", "GT", "LT").words().contains(values.text("option"))) {
                throw Rules.field(values, "option").error("refused by Chaos Mesh, although Redis knows it");
            }
        });
        part("redis-penetration", redis.andAllows(INT64, "requestNum"), address, Rules.given("requestNum"));
        part("redis-cacheLimit", redis.andAllows(STRING, "cacheSize", "percent"), address, values -> {
            if (values.gives("percent") && !values.text("cacheSize").equals("0")) {
                throw Rules.field(values, "percent").keyError("needs cacheSize '0' beside it");
            }
        });
        part("redis-restart", sentinel, address, Rules.given("conf"));
        part("redis-stop", sentinel, address);
        Struct kafka =
                Struct.allows(STRING, "topic", "host", "username", "password").andAllows(UINT16, "port");
        Rule broker = Rules.given("host", "port");
        part(
                "kafka-fill",
                kafka.andAllows(UINT64, "messageSize", "maxBytes").andAllows(STRING, "reloadCommand"),
                broker,
                Rules.given("maxBytes", "reloadCommand"));
        part("kafka-flood", kafka.andAllows(UINT64, "messageSize", "threads"), broker, Rules.given("threads"));
        part(
                "kafka-io",
                Struct.allows(STRING, "topic", "configFile").andAllows(FLAG, "nonReadable", "nonWritable"),
                Rules.some("nonReadable", "nonWritable"));
    }

    private static void files() {
        Struct named = Struct.allows(STRING, "file-name");
        Struct placed = named.andAllows(STRING, "dir-name");
        part("file-create", placed, Rules.some("file-name", "dir-name"));
        part("file-modify", named.andAllows(UINT32, "privilege"), Rules.given("file-name", "privilege"));
        part("file-delete", placed, Rules.some("file-name", "dir-name"));
        part("file-rename", Struct.allows(STRING, "source-file", "dest-file"), Rules.given("source-file", "dest-file"));
        part(
                "file-append",
                named.andAllows(STRING, "data").andAllows(INT64, "count"),
                Rules.given("file-name", "data"));
        part(
                "file-replace",
                named.andAllows(STRING, "origin-string", "dest-string").andAllows(INT64, "line"),
                Rules.given("file-name", "origin-string", "dest-string"));
    }

    private static void unused() {
        Struct common = Struct.requires("proxy_ports", new Listing(UINT64))
                .andRequires("target", STRING)
                .andAllows(INT32, "port")
                .andAllows(STRING, "path", "method", "code");
        UNUSED.put("http-abort", common);
        UNUSED.put("http-delay", common.andRequires("delay", STRING));
        UNUSED.put("http-config", Struct.allows(STRING, "file_path"));
        UNUSED.put(
                "http-request",
                Struct.allows(STRING, "url").andAllows(FLAG, "enable-conn-pool").andAllows(INT64, "count"));
    }
}
