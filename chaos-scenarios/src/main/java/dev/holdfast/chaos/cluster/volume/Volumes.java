package dev.holdfast.chaos.cluster.volume;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Furnishing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The volumes of one run's members, made of what the run's faults need them to be. Safe for use by several threads. */
public final class Volumes implements Furnishing {

    // null where no fault needs it
    private final @Nullable PassThroughVolumes passThrough;

    private Volumes(@Nullable PassThroughVolumes passThrough) {
        this.passThrough = passThrough;
    }

    /**
     * Makes what is needed, as far as it can be made before there are members. Throws {@link ClusterException} that begins
     * with {@code UNSUPPORTED} where this machine has no way to.
     *
     * @param data the folder that the volumes will be in
     * @param logs the folder that logs go to
     */
    public static Volumes open(Set<VolumeNeed> needs, Path data, Path logs) {
        return new Volumes(needs.contains(VolumeNeed.PASS_THROUGH) ? PassThroughVolumes.open(data, logs) : null);
    }

    /** Returns the volumes that calls pass through, if these are such. */
    public Optional<PassThroughVolumes> passThrough() {
        return Optional.ofNullable(passThrough);
    }

    @Override
    public void furnish(String pod, Path volume) {
        if (passThrough != null) {
            passThrough.furnish(pod, volume);
        }
    }

    @Override
    public void close() {
        if (passThrough != null) {
            passThrough.close();
        }
    }
}
