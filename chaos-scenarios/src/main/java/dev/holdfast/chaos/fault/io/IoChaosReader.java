package dev.holdfast.chaos.fault.io;

import dev.holdfast.chaos.cluster.volume.fuse.Method;
import dev.holdfast.chaos.cluster.volume.fuse.Moment;
import dev.holdfast.chaos.cluster.volume.fuse.PathGlob;
import dev.holdfast.chaos.cluster.volume.fuse.Rule;
import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import dev.holdfast.chaos.fault.Targets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the specification of an IOChaos; {@code volumePath} stands for the volume of a local pod, wherever that is. */
public final class IoChaosReader implements SpecReader {

    private static final long MOST_UNSIGNED = 0xffff_ffffL;
    private static final Map<String, Boolean> FILLINGS = Map.of("zero", false, "random", true);
    /** Source: inode(7). */
    private static final Map<String, Integer> TYPES = Map.of(
            "namedPipe", 0010000,
            "charDevice", 0020000,
            "directory", 0040000,
            "blockDevice", 0060000,
            "regularFile", 0100000,
            "symlink", 0120000,
            "socket", 0140000);

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = SpecFields.action(field, List.of("latency", "fault", "attrOverride", "mistake"), List.of());
        Mapping spec = field.mapping(
                "action",
                "selector",
                "mode",
                "value",
                "duration",
                "containerNames",
                "remoteCluster",
                "volumePath",
                "path",
                "methods",
                "percent",
                "delay",
                "errno",
                "attr",
                "mistake");
        SpecFields.refuseRemote(spec);
        Targets targets = new SelectorReader(metadata.namespace()).selected(spec);
        String volume = volumePath(spec.required("volumePath"));
        Set<String> containers = spec.optional("containerNames")
                .map(list -> Set.copyOf(list.list(Field::text)))
                .orElse(Set.of());
        return new IoFault(
                new Header("IOChaos", action, metadata, targets, SpecFields.span(spec)),
                volume,
                glob(spec.optional("path"), volume),
                methods(spec.optional("methods"), action),
                spec.optional("percent").map(percent -> percent.integer(0, 100)).orElse(100),
                effect(action, spec),
                containers);
    }

    private static String volumePath(Field field) {
        String path = field.text();
        if (!path.startsWith("/")) {
            throw field.error("expected a path from the root, given '" + path + "'");
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String glob(Optional<Field> given, String volume) {
        Optional<Field> path = given.filter(field -> !field.isEmptyString());
        String glob = path.map(Field::string).orElse(volume + "/**");
        try {
            PathGlob unused = PathGlob.of(glob);
        } catch (IllegalArgumentException e) {
            throw path.orElseThrow().error(String.valueOf(e.getMessage()));
        }
        return glob;
    }

    private static Set<Method> methods(Optional<Field> given, String action) {
        Set<Method> methods = given.map(list -> new HashSet<>(list.list(word -> word.oneOf(Method.words()))))
                .filter(words -> !words.isEmpty())
                .<Set<Method>>map(words -> words)
                .orElse(EnumSet.allOf(Method.class));
        if (methods.stream().noneMatch(Method::isAsked)) {
            throw given.orElseThrow()
                    .error("never hit locally: the kernel answers by itself, as it does for a volume of Chaos Mesh");
        }
        if (action.equals("mistake")) {
            methods.retainAll(Set.of(Method.READ, Method.WRITE));
            if (methods.isEmpty()) {
                throw given.orElseThrow().error("a mistake is in what read and write carry, and neither is given");
            }
        }
        return methods;
    }

    private static Rule.Effect effect(String action, Mapping spec) {
        return switch (action) {
            case "latency" ->
                new Rule.Delay(needed(spec, "delay", action).positiveDuration().toNanos());
            case "fault" -> new Rule.Fail((int) needed(spec, "errno", action).whole(1, 4095));
            case "attrOverride" -> attributes(needed(spec, "attr", action));
            case "mistake" -> mistake(needed(spec, "mistake", action));
            default -> throw new IllegalStateException("action without an effect: " + action);
        };
    }

    private static Field needed(Mapping spec, String name, String action) {
        return spec.optional(name)
                .orElseThrow(() -> spec.field().error("missing field '" + name + "': action " + action + " needs it"));
    }

    private static Rule.Mistake mistake(Field field) {
        Mapping mistake = field.mapping("filling", "maxOccurrences", "maxLength");
        return new Rule.Mistake(
                mistake.required("filling").oneOf(FILLINGS),
                mistake.required("maxOccurrences").integer(1, Integer.MAX_VALUE),
                mistake.required("maxLength").integer(1, Integer.MAX_VALUE));
    }

    private static Rule.Disguise attributes(Field field) {
        Mapping attr = field.mapping(
                "ino", "size", "blocks", "atime", "mtime", "ctime", "kind", "perm", "nlink", "uid", "gid", "rdev");
        if (field.entries().isEmpty()) {
            throw field.error("must not be empty with action attrOverride");
        }
        return new Rule.Disguise(
                wide(attr, "ino"),
                wide(attr, "size"),
                wide(attr, "blocks"),
                moment(attr, "atime"),
                moment(attr, "mtime"),
                moment(attr, "ctime"),
                attr.optional("kind").map(kind -> kind.oneOf(TYPES)).orElse(null),
                word(attr, "perm"),
                word(attr, "nlink"),
                word(attr, "uid"),
                word(attr, "gid"),
                word(attr, "rdev"));
    }

    private static @Nullable Long wide(Mapping attr, String name) {
        return attr.optional(name).map(value -> value.whole(0, Long.MAX_VALUE)).orElse(null);
    }

    private static @Nullable Integer word(Mapping attr, String name) {
        return attr.optional(name)
                .map(value -> (int) value.whole(0, MOST_UNSIGNED))
                .orElse(null);
    }

    private static @Nullable Moment moment(Mapping attr, String name) {
        return attr.optional(name)
                .map(value -> value.mapping("sec", "nsec"))
                .map(time -> new Moment(time.required("sec").whole(Long.MIN_VALUE, Long.MAX_VALUE), (int)
                        time.required("nsec").whole(0, 999_999_999)))
                .orElse(null);
    }
}
