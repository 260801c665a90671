package dev.holdfast.chaos.fault.stress;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Metadata;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.SpecFields;
import dev.holdfast.chaos.fault.SpecReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the specification of a StressChaos. */
public final class StressChaosReader implements SpecReader {

    private static final int MOST_WORKERS = 8192;

    @Override
    public Fault read(Metadata metadata, Field field) {
        Mapping spec = field.mapping(
                "selector",
                "mode",
                "value",
                "duration",
                "containerNames",
                "remoteCluster",
                "stressors",
                "stressngStressors");
        SpecFields.refuseRemote(spec);
        Set<String> containers = spec.optional("containerNames")
                .map(names -> Set.copyOf(new HashSet<>(names.list(Field::text))))
                .orElse(Set.of());
        Header header = new Header(
                "StressChaos",
                "stress",
                metadata,
                new SelectorReader(metadata.namespace()).selected(spec),
                SpecFields.span(spec));
        return new StressFault(header, stressors(spec), containers);
    }

    /** As in Chaos Mesh, words for stress-ng stand for all else. */
    private static List<Stressor> stressors(Mapping spec) {
        Optional<Field> words = given(spec, "stressngStressors");
        if (words.isPresent()) {
            if (StressNg.find().isEmpty()) {
                throw words.get().keyError("UNSUPPORTED: needs stress-ng, and there is none on the path");
            }
            return List.of(new Stressor.Words(words.get().text()));
        }
        Mapping given = spec.required("stressors").mapping("cpu", "memory");
        List<Stressor> stressors = new ArrayList<>();
        given.optional("cpu").map(StressChaosReader::processors).ifPresent(stressors::add);
        given.optional("memory").map(StressChaosReader::memory).ifPresent(stressors::add);
        return stressors;
    }

    private static Stressor processors(Field field) {
        Mapping cpu = field.mapping("workers", "load", "options");
        refuseOptions(cpu);
        int load = cpu.optional("load").map(share -> (int) share.whole(1, 100)).orElse(100);
        return new Stressor.Processors(workers(cpu), load);
    }

    private static Stressor memory(Field field) {
        Mapping memory = field.mapping("workers", "size", "oomScoreAdj", "options");
        refuseOptions(memory);
        int score = memory.optional("oomScoreAdj")
                .map(adjustment -> (int) adjustment.whole(-1000, 1000))
                .orElse(0);
        return new Stressor.Memory(workers(memory), size(memory.required("size")), score);
    }

    private static Amount size(Field field) {
        try {
            return Amount.parse(field.text());
        } catch (IllegalArgumentException e) {
            throw field.error(String.valueOf(e.getMessage()));
        }
    }

    private static int workers(Mapping stressor) {
        return (int) stressor.required("workers").whole(1, MOST_WORKERS);
    }

    private static void refuseOptions(Mapping stressor) {
        given(stressor, "options").ifPresent(options -> {
            throw options.keyError("not supported locally: options are for the programs of Chaos Mesh;"
                    + " stressngStressors takes those of stress-ng, where it is installed");
        });
    }

    private static Optional<Field> given(Mapping spec, String name) {
        return spec.optional(name).filter(field -> !field.isZero());
    }
}
