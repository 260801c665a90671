package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.Targets;
import java.lang.module.ModuleFinder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the specification of a JVMChaos; Byteman judges the names of classes and methods, in the target. */
public final class JvmChaosReader implements SpecReader {

    private static final int PORT = 9277;
    private static final List<String> ACTIONS =
            List.of("latency", "return", "exception", "stress", "gc", "ruleData", "mysql");
    private static final Map<String, JvmAction.Memory.Kind> KINDS =
            Map.of("heap", JvmAction.Memory.Kind.HEAP, "stack", JvmAction.Memory.Kind.STACK);

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = SpecFields.action(field, ACTIONS, List.of());
        Mapping spec = field.mapping(
                ("action selector mode value duration containerNames remoteCluster class method returnValue exception"
                                + " latency ruleData name port pid cpuCount memType mysqlConnectorVersion database table"
                                + " sqlType")
                        .split(" "));
        SpecFields.refuseRemote(spec);
        refuse(spec, action);
        Targets.Selected targets = new SelectorReader(metadata.namespace()).selected(spec);
        String program = targets.selector().labels().getOrDefault(Pod.NAME, "");
        if (JvmFault.NATIVE.containsKey(program)) {
            throw spec.required("selector").error(JvmFault.noJvm(program));
        }
        Set<String> containers = spec.optional("containerNames")
                .map(names -> Set.copyOf(new HashSet<>(names.list(Field::text))))
                .orElse(Set.of());
        return new JvmFault(
                new Header("JVMChaos", action, metadata, targets, SpecFields.span(spec)),
                what(action, spec, metadata),
                given(spec, "port").map(port -> (int) port.whole(1, 65535)).orElse(PORT),
                containers);
    }

    private static void refuse(Mapping spec, String action) {
        if (action.equals("mysql")) {
            throw spec.required("action")
                    .error(
                            "UNSUPPORTED: action mysql changes what MySQL's driver answers, and no local pod has that driver");
        }
        given(spec, "pid").ifPresent(pid -> {
            throw pid.keyError("not supported locally: a manifest cannot know the id of a process of the pod; the"
                    + " container's own is meant");
        });
        if (ModuleFinder.ofSystem().find("jdk.attach").isEmpty()) {
            throw spec.required("action")
                    .error("UNSUPPORTED: the Java platform in " + System.getProperty("java.home")
                            + " lacks module jdk.attach, by which rules get into a JVM; run this with a JDK");
        }
    }

    private static JvmAction what(String action, Mapping spec, Metadata metadata) {
        Optional<Field> rules = given(spec, "ruleData");
        if (rules.isPresent()) {
            // as in Chaos Mesh, rules that are given stand for whatever the action would have made
            return new JvmAction.Rules(counted(rules.get()), 0);
        }
        return switch (action) {
            case "latency" -> {
                long millis = spec.required("latency").whole(1, Integer.MAX_VALUE);
                yield new JvmAction.Rules(point(spec, metadata).latency(millis), millis);
            }
            case "exception" -> new JvmAction.Rules(point(spec, metadata).exception(line(spec, "exception")), 0);
            case "return" -> new JvmAction.Rules(point(spec, metadata).returns(line(spec, "returnValue")), 0);
            case "stress" -> stress(spec);
            case "gc" -> new JvmAction.Collection();
            default -> throw spec.field().error("missing field 'ruleData'");
        };
    }

    private static JvmAction stress(Mapping spec) {
        Optional<Field> count = given(spec, "cpuCount");
        if (count.isPresent()) {
            return new JvmAction.Processor((int) count.get().whole(1, 1024));
        }
        return new JvmAction.Memory(spec.required("memType").oneOf(KINDS));
    }

    private static RuleScript counted(Field field) {
        try {
            return RuleScript.counted(field.text());
        } catch (IllegalArgumentException e) {
            throw field.error(String.valueOf(e.getMessage()));
        }
    }

    private static RuleScript.Point point(Mapping spec, Metadata metadata) {
        String name = given(spec, "name").map(field -> line(field)).orElse(metadata.name());
        return new RuleScript.Point(name, line(spec, "class"), line(spec, "method"));
    }

    private static String line(Mapping spec, String name) {
        return line(spec.required(name));
    }

    private static String line(Field field) {
        String text = field.text().strip();
        if (text.contains("\n")) {
            throw field.error("must be one line: it becomes part of one line of a rule");
        }
        return text;
    }

    private static Optional<Field> given(Mapping spec, String name) {
        return spec.optional(name).filter(field -> !field.isZero());
    }
}
