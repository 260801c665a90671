package dev.holdfast.chaos.fault.pod;

import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;

/** Pods are down for a while. */
public record PodFailure(Header header) implements Fault {

    @Override
    public Injection injection(Scene scene) {
        return new FailureInjection(scene.cluster(), scene.targets(), FailureInjection.pods(scene.cluster()));
    }
}
