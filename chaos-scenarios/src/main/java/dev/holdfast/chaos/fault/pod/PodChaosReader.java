package dev.holdfast.chaos.fault.pod;

import dev.holdfast.chaos.document.Field;
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

/** Reads the specification of a PodChaos. */
public final class PodChaosReader implements SpecReader {

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = SpecFields.action(field, List.of("pod-kill", "pod-failure", "container-kill"), List.of());
        Mapping spec = field.mapping(
                "action", "selector", "mode", "value", "duration", "gracePeriod", "containerNames", "remoteCluster");
        SpecFields.refuseRemote(spec);
        Targets targets = new SelectorReader(metadata.namespace()).selected(spec);
        Header header = new Header("PodChaos", action, metadata, targets, SpecFields.span(spec));
        Duration grace = Duration.ofSeconds(
                spec.optional("gracePeriod").map(f -> f.integer(0, 3600)).orElse(0));
        List<String> containers = spec.optional("containerNames")
                .map(list -> list.list(Field::text))
                .orElse(List.of());
        if (action.equals("container-kill") && containers.isEmpty()) {
            throw spec.optional("containerNames")
                    .map(list -> list.error("must not be empty with action container-kill"))
                    .orElseGet(() -> field.error("missing field 'containerNames': action container-kill needs it"));
        }
        return switch (action) {
            case "pod-kill" -> new PodKill(header, grace);
            case "pod-failure" -> new PodFailure(header);
            case "container-kill" -> new ContainerKill(header, new HashSet<>(containers));
            default -> throw new IllegalStateException("action without a fault: " + action);
        };
    }
}
