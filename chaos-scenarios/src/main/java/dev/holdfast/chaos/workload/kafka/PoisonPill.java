package dev.holdfast.chaos.workload.kafka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The kinds of bytes that the workload's decoder refuses. */
enum PoisonPill {
    RANDOM_BYTES,
    TRUNCATED,
    WRONG_CHECKSUM,
    EMPTY;

    static PoisonPill of(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }

    /** Returns the value of a pill that has been a record with the id, or never was one. */
    byte[] value(String id, SplittableRandom random) {
        byte[] good = RecordCodec.encode(id);
        return switch (this) {
            case RANDOM_BYTES -> noise(random);
            case TRUNCATED -> Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
            case WRONG_CHECKSUM -> {
                good[good.length - 1] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield good;
            }
            case EMPTY -> new byte[0];
        };
    }

    private static byte[] noise(SplittableRandom random) {
        ByteBuffer noise = ByteBuffer.allocate(64);
        while (noise.hasRemaining()) {
            noise.putLong(random.nextLong());
        }
        noise.put(0, (byte) 0xff); // never the decoder's mark
        return noise.array();
    }
}
