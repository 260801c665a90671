package dev.holdfast.chaos.fault.machine;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.pod.FailureInjection;

/**
 * A process is sent a signal; at recovery one that was stopped continues, and one that was ended is started again.
 * Chaos Mesh starts it by {@code recovery}, a command; locally that command is not run, the pod's container is started.
 *
 * @param program name of the process, or its id
 */
public record ProcessSignal(Header header, String program, Signal signal, String recovery) implements Fault {

    @Override
    public Injection injection(Scene scene) {
        return signal == Signal.STOP
                ? new PauseInjection(scene.cluster(), scene.targets(), program)
                : new FailureInjection(scene.cluster(), scene.targets(), new Ending(scene.cluster()));
    }

    /** Ends processes by the signal and starts their containers again. */
    private final class Ending implements FailureInjection.Way {

        private final Cluster cluster;

        Ending(Cluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void down(Pod pod) {
            cluster.signal(pod.name(), program, signal.number());
        }

        @Override
        public void up(Pod pod) {
            if (cluster.state(pod.name()) == ProcessState.GONE) {
                cluster.killContainer(pod.name(), pod.containers().get(0));
            }
        }

        @Override
        public boolean isImmediate() {
            return false;
        }
    }
}
