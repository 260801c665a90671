package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Pod;
import java.io.IOException;

/** Asks the server in a pod what it claims to be, at the pod's address; bounded to less than a second. */
@FunctionalInterface
public interface MemberProbe {
    Claim ask(Pod pod) throws IOException;
}
