package dev.holdfast.chaos.cluster;

import java.nio.file.Path;

/** What the volumes of members are made of. Belongs to the cluster it is given to, which closes it when no pod runs. */
public interface Furnishing extends AutoCloseable {

    /** Leaves volumes as they are: folders of the data folder. */
    Furnishing PLAIN = new Furnishing() {
        @Override
        public void furnish(String pod, Path volume) {}

        @Override
        public void close() {}
    };

    /** Prepares the folder that is to be a member's volume, before anything is in it; it is there and empty. */
    void furnish(String pod, Path volume);

    /** Takes away what was made; throws {@link ClusterException} when something is left. Idempotent. */
    @Override
    void close();
}
