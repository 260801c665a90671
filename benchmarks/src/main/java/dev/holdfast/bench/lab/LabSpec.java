package dev.holdfast.bench.lab;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a lab is made of.
 *
 * @param session of every client
 * @param viaLeader whether each client is given the leader's address alone, so that none of two has luck with its member
 * @param data where the servers keep their files
 * @param logs where their logs, and the workers', are left
 * @param jvm flags of the workers' Java, beside the driver's own
 */
public record LabSpec(
        ServerKind store, int members, Duration session, boolean viaLeader, Path data, Path logs, List<String> jvm) {

    public LabSpec {
        jvm = List.copyOf(jvm);
    }
}
