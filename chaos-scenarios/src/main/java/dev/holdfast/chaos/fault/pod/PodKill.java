package dev.holdfast.chaos.fault.pod;

import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import java.time.Duration;

/** Pods are ended and come back as new pods. */
public record PodKill(Header header, Duration gracePeriod) implements Fault {

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public Injection injection(Scene scene) {
        return new KillInjection(
                scene.cluster(), scene.targets(), true, pod -> scene.cluster().killPod(pod.name(), gracePeriod));
    }
}
