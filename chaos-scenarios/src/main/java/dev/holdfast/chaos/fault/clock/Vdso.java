package dev.holdfast.chaos.fault.clock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The shared object that the kernel maps into each process for it to read clocks without entering the kernel, as it came
 * from the kernel: an ELF image. Source: vdso(7), elf(5).
 */
final class Vdso {

    /** The functions that are told another time. */
    enum Function {
        CLOCK_GETTIME(0, "__vdso_clock_gettime"),
        GETTIMEOFDAY(1, "__vdso_gettimeofday"),
        TIME(2, "__vdso_time");

        private final int place;
        private final String symbol;

        Function(int place, String symbol) {
            this.place = place;
            this.symbol = symbol;
        }

        /** Returns the place of its stub among those in a {@link SkewBlock}, from 0. */
        int place() {
            return place;
        }
    }

    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int SYMBOL_BYTES = 24;
    private static final int MACHINE_X86_64 = 62;
    private static final int ALIGNMENT = 16;

    private final byte[] bytes;
    private final ByteBuffer image;
    private final Map<String, Integer> symbols = new HashMap<>();
    private final int room;

    private Vdso(byte[] bytes) {
        this.bytes = bytes;
        this.image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.room = roomIn(image);
        readSymbols();
    }

    /** Takes the whole mapping apart; throws {@link NotSkewable} when it is none of a 64-bit x86 process. */
    static Vdso parse(byte[] mapping) {
        byte[] bytes = mapping.clone();
        ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean isElf64 = bytes.length > 64 && image.getInt(0) == 0x464c457f && bytes[4] == 2 && bytes[5] == 1;
        if (!isElf64 || image.getShort(18) != MACHINE_X86_64) {
            throw new NotSkewable("the vDSO is not one of a 64-bit x86 process, and code for others is not there");
        }
        try {
            return new Vdso(bytes);
        } catch (IndexOutOfBoundsException e) {
            throw new NotSkewable("the vDSO is not readable as ELF", e);
        }
    }

    private void readSymbols() {
        int sections = (int) image.getLong(40);
        int sectionBytes = image.getShort(58);
        for (int i = 0; i < image.getShort(60); i++) {
            int section = sections + i * sectionBytes;
            if (image.getInt(section + 4) == DYNAMIC_SYMBOLS) {
                int names = (int) image.getLong(sections + image.getInt(section + 40) * sectionBytes + 24);
                int start = (int) image.getLong(section + 24);
                int end = start + (int) image.getLong(section + 32);
                for (int symbol = start; symbol < end; symbol += SYMBOL_BYTES) {
                    symbols.put(text(names + image.getInt(symbol)), (int) image.getLong(symbol + 8));
                }
            }
        }
    }

    private String text(int start) {
        int end = start;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }

    /** Returns where what is used ends: behind the loaded parts and the table of sections. */
    private static int roomIn(ByteBuffer image) {
        int end = (int) image.getLong(40) + image.getShort(58) * image.getShort(60);
        for (int i = 0; i < image.getShort(56); i++) {
            int part = (int) image.getLong(32) + i * image.getShort(54);
            end = Math.max(end, (int) (image.getLong(part + 8) + image.getLong(part + 32)));
        }
        return (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Returns the length of the mapping. */
    int length() {
        return bytes.length;
    }

    /** Returns where a function begins. */
    int entry(Function function) {
        Integer entry = symbols.get(function.symbol);
        if (entry == null) {
            throw new NotSkewable("the vDSO has no function " + function.symbol);
        }
        return entry;
    }

    /** Returns where that many unused bytes begin; throws {@link NotSkewable} when they are not there. */
    int room(int needed) {
        int free = 0;
        while (room + free < bytes.length && bytes[room + free] == 0) {
            free++;
        }
        if (free < needed) {
            throw new NotSkewable(
                    "the last page of the vDSO has " + free + " unused bytes, of which " + needed + " are needed");
        }
        return room;
    }

    boolean isSame(byte[] mapping) {
        return Arrays.equals(bytes, mapping);
    }

    /** Returns the mapping as it is when the block is in effect; the kernel's own bytes when it shifts nothing. */
    byte[] with(SkewBlock block) {
        byte[] changed = bytes.clone();
        if (block.isNone()) {
            return changed;
        }
        int at = room(SkewBlock.BYTES);
        System.arraycopy(block.bytes(), 0, changed, at, SkewBlock.BYTES);
        for (Function function : Function.values()) {
            int entry = entry(function);
            ByteBuffer.wrap(changed)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(entry, SkewBlock.JUMP)
                    .putInt(entry + 1, at + SkewBlock.stub(function) - (entry + SkewBlock.JUMP_BYTES));
        }
        return changed;
    }

    /** Returns the block in a mapping; throws {@link NotSkewable} when the mapping is changed in any other way. */
    SkewBlock blockIn(byte[] mapping) {
        if (isSame(mapping)) {
            return SkewBlock.NONE;
        }
        if (mapping.length == bytes.length) {
            SkewBlock block = SkewBlock.read(mapping, room(SkewBlock.BYTES));
            if (Arrays.equals(with(block), mapping)) {
                return block;
            }
        }
        throw new NotSkewable("its vDSO is neither the kernel's nor one that was changed here");
    }
}
