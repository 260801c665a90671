package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** Reads the specification of a PodChaos. */
final class PodChaosReader implements ManifestReader.SpecReader {

    @Override
    public Fault read(Metadata metadata, Field field) {
        String action = ManifestReader.action(field, List.of("pod-kill", "pod-failure", "container-kill"), List.of());
        Mapping spec = field.mapping(
                "action", "selector", "mode", "value", "duration", "gracePeriod", "containerNames", "remoteCluster");
        ManifestReader.refuseRemote(spec);
        Targets targets = new SelectorReader(metadata.namespace()).selected(spec);
        Duration span = ManifestReader.span(spec);
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
            case "pod-kill" -> new Fault.PodKill(metadata, targets, grace);
            case "pod-failure" -> new Fault.PodFailure(metadata, targets, span);
            case "container-kill" -> new Fault.ContainerKill(metadata, targets, new HashSet<>(containers));
            default -> throw new IllegalStateException("action without a fault: " + action);
        };
    }
}
