package dev.holdfast.chaos.fault.machine;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.Mode;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.Targets;
import dev.holdfast.chaos.fault.clock.TimeChaosReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the specification of a PhysicalMachineChaos; a local pod stands for the machine of the same name and labels. */
public final class PhysicalMachineChaosReader implements SpecReader {

    /** All that the custom resource definition lists besides {@code process}. */
    private static final List<String> LATER = List.of(
            ("stress-cpu stress-mem disk-read-payload disk-write-payload disk-fill network-corrupt network-duplicate"
                            + " network-loss network-delay network-partition network-dns network-bandwidth network-flood"
                            + " network-down jvm-exception jvm-gc jvm-latency jvm-return jvm-stress jvm-rule-data"
                            + " jvm-mysql redis-expiration redis-penetration redis-cacheLimit redis-restart"
                            + " redis-stop kafka-fill kafka-flood kafka-io file-create file-modify file-delete"
                            + " file-rename file-append file-replace vm user_defined")
                    .split(" "));

    private static final Map<Integer, Signal> SIGNALS = Map.of(9, Signal.KILL, 15, Signal.TERM, 19, Signal.STOP);
    private static final Pattern ADDRESS = Pattern.compile("(?:https?://)?([^:/\\s]+)(?::\\d+)?/?");

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = SpecFields.action(field, List.of("process", "clock"), LATER);
        Mapping spec = field.mapping(
                "action", "address", "selector", "mode", "value", "uid", "duration", action, "remoteCluster");
        SpecFields.refuseRemote(spec);
        Targets targets = targets(spec, new SelectorReader(metadata.namespace()));
        Header header = new Header("PhysicalMachineChaos", action, metadata, targets, SpecFields.span(spec));
        if (action.equals("clock")) {
            return TimeChaosReader.readMachine(header, spec.required("clock"));
        }
        Mapping process = spec.required("process").mapping("process", "signal", "recoverCmd");
        Field signal = process.required("signal");
        int number = (int) signal.whole(1, 64);
        Signal sent = Optional.ofNullable(SIGNALS.get(number))
                .orElseThrow(() -> signal.error("expected signal 9, 15 or 19, given " + number));
        return new ProcessSignal(
                header,
                process.required("process").text(),
                sent,
                process.optional("recoverCmd").map(Field::string).orElse(""));
    }

    private static Targets targets(Mapping spec, SelectorReader selectors) {
        Mode mode = selectors.mode(spec);
        Optional<Field> addresses = spec.optional("address");
        Optional<Field> selector = spec.optional("selector");
        if (addresses.isPresent() && selector.isPresent()) {
            throw addresses.get().keyError("only one of 'address' and 'selector' may be given");
        }
        if (selector.isPresent()) {
            return new Targets.Selected(selectors.machines(selector.get()), mode);
        }
        Field field = addresses.orElseThrow(() -> spec.field().error("missing field 'selector' or 'address'"));
        Set<String> hosts = new HashSet<>(field.list(PhysicalMachineChaosReader::host));
        if (hosts.isEmpty()) {
            throw field.error("must not be empty");
        }
        return new Targets.Addressed(hosts);
    }

    private static String host(Field field) {
        Matcher address = ADDRESS.matcher(field.string());
        if (!address.matches()) {
            throw field.error("expected host:port, given '" + field.string() + "'");
        }
        return address.group(1);
    }
}
