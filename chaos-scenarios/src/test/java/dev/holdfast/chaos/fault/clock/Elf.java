package dev.holdfast.chaos.fault.clock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The smallest image with the dynamic symbols of a vDSO. */
final class Elf {

    static final int PAGE = 4096;
    static final List<String> FUNCTIONS = List.of("__vdso_clock_gettime", "__vdso_gettimeofday", "__vdso_time");

    private static final int SYMBOLS = 0x100;
    private static final int NAMES = 0x200;
    private static final int SECTIONS = 0x300;
    private static final int CODE = 0x400;

    private Elf() {}

    /** Returns an image whose functions begin at 0x400, 0x500 and 0x600, with its unused end from 0x700 on. */
    static byte[] image() {
        ByteBuffer elf = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(18, (short) 62);
        elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
        elf.putLong(64 + 32, 0x6f8);
        elf.putLong(40, SECTIONS).putShort(58, (short) 64).putShort(60, (short) 2);
        elf.putInt(SECTIONS + 4, 11).putInt(SECTIONS + 40, 1).putLong(SECTIONS + 24, SYMBOLS);
        elf.putLong(SECTIONS + 32, 24L * FUNCTIONS.size()).putLong(SECTIONS + 64 + 24, NAMES);
        int name = 1;
        for (int i = 0; i < FUNCTIONS.size(); i++) {
            elf.putInt(SYMBOLS + 24 * i, name).putLong(SYMBOLS + 24 * i + 8, CODE + 0x100 * i);
            byte[] text = FUNCTIONS.get(i).getBytes(StandardCharsets.US_ASCII);
            elf.put(NAMES + name, text);
            name += text.length + 1;
            elf.put(CODE + 0x100 * i, (byte) 0xc3);
        }
        return elf.array();
    }
}
