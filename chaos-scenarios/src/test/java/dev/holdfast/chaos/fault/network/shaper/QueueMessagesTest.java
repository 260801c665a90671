package dev.holdfast.chaos.fault.network.shaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes as the kernel's headers lay them out, on a little-endian machine. */
class QueueMessagesTest {

    private final ByteBuffer out = ByteBuffer.allocate(4096);

    private String hex() {
        byte[] bytes = new byte[out.limit()];
        out.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static boolean isLittle() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    @Test
    void a_verdict_names_the_packet_and_carries_its_new_bytes() {
        QueueMessages.verdict(out, 1, QueueMessages.ACCEPT, 5, new byte[] {9, 8, 7});

        if (isLittle()) {
            assertThat(hex())
                    .isEqualTo("28000000" + "0103" + "0100" + "00000000" + "00000000" + "00000001" + "0c000200"
                            + "00000001" + "00000005" + "07000a00" + "090807" + "00");
        }
    }

    @Test
    void headers_alone_are_asked_for_with_large_segments_and_all_bytes_without() {
        QueueMessages.configure(out, 1, false, 16);
        String headers = hex();
        QueueMessages.configure(out, 1, true, 16);

        if (isLittle()) {
            assertThat(headers).contains("09000200" + "00000040" + "02", "08000500" + "00000005");
            assertThat(hex()).contains("09000200" + "0000ffff" + "02", "08000500" + "00000001");
        }
    }

    @Test
    void packets_and_answers_are_told_apart() {
        ByteBuffer in = ByteBuffer.allocate(200).order(ByteOrder.nativeOrder());
        in.putInt(44)
                .putShort((short) 0x0300)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        in.putShort((short) 11).putShort((short) 1).put(new byte[] {0, 0, 0, 42, 8, 0, 2, 0});
        in.putShort((short) 9).putShort((short) 10).put(new byte[] {1, 2, 3, 4, 5, 0, 0, 0});
        in.putInt(20)
                .putShort((short) 2)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt(-2);
        in.flip();
        List<Packet> packets = new ArrayList<>();
        List<Integer> answers = new ArrayList<>();

        QueueMessages.read(in, packets::add, answers::add);

        assertThat(packets).singleElement().satisfies(packet -> {
            assertThat(packet.id()).isEqualTo(42);
            assertThat(packet.bytes()).containsExactly(1, 2, 3, 4, 5);
        });
        assertThat(answers).containsExactly(2);
    }

    @Test
    void one_bit_behind_the_header_is_flipped() {
        byte[] bytes = new byte[28];
        bytes[0] = 0x45;
        bytes[3] = 28;
        Packet packet = new Packet(1, bytes);

        for (int choice : new int[] {0, 13, 63, 64, Integer.MAX_VALUE}) {
            byte[] changed = packet.flipped(choice);
            int bits = 0;
            for (int i = 0; i < changed.length; i++) {
                int difference = Integer.bitCount((changed[i] ^ bytes[i]) & 255);
                assertThat(difference).isLessThanOrEqualTo(i < 20 ? 0 : 1);
                bits += difference;
            }
            assertThat(bits).isEqualTo(1);
        }
        assertThat(packet.isWhole()).isTrue();
        assertThat(packet.wireLength()).isEqualTo(42);
    }
}
