package dev.holdfast.chaos.cluster.volume;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * How long a write of 4 KiB with fsync takes, in the median, in microseconds.
 *
 * @param throughUs by way of the volume
 * @param bareUs    in the folder behind it
 */
public record Cost(long throughUs, long bareUs) {

    private static final int TIMES = 50;
    private static final int BYTES = 4096;

    static Cost measure(Path volume, Path folder) {
        return new Cost(medianUs(volume.resolve(".holdfast-through")), medianUs(folder.resolve(".holdfast-bare")));
    }

    private static long medianUs(Path file) {
        long[] nanos = new long[TIMES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < TIMES; i++) {
                long start = Ticker.SYSTEM.nanos();
                channel.write(ByteBuffer.allocate(BYTES), 0);
                channel.force(false);
                nanos[i] = Ticker.SYSTEM.nanos() - start;
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new ClusterException("measure a write to " + file, e);
        }
        Arrays.sort(nanos);
        return nanos[TIMES / 2] / 1000;
    }
}
