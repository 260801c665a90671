package dev.holdfast.chaos.fault.clock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * What is written into the unused end of a process's vDSO: how many shifts are in effect, the sum of their offsets for each
 * clock, and the code that adds it. The process itself so carries all that is known of it.
 *
 * @param shifts  how many experiments are in effect
 * @param offsets the sums, by the number of the clock
 */
record SkewBlock(long shifts, List<Duration> offsets) {

    /** The clock numbers of which offsets are kept; the highest is CLOCK_TAI. */
    static final int CLOCKS = 12;

    static final SkewBlock NONE = new SkewBlock(0, Collections.nCopies(CLOCKS, Duration.ZERO));
    static final byte JUMP = (byte) 0xe9;
    static final int JUMP_BYTES = 5;

    private static final long MAGIC = 0x77656b5364666c48L; // "HlfdSkew"
    private static final int TABLE = 16;
    private static final int ENTRY = 16;
    /** The offset of the realtime clock once more, its second part in microseconds. */
    private static final int MICROS = TABLE + CLOCKS * ENTRY;

    /**
     * Each asks the kernel by a system call, which keeps rdi and rsi, and adds to what it wrote. REL is the distance to the
     * entry of the table that it adds. Only registers are used that the caller of a function expects to be lost.
     */
    private static final String CLOCK_GETTIME = "b8e4000000 0f05" // eax = 228; syscall
            + "85c0 7539" // test eax, eax; jne end
            + "83ff0b 7734" // cmp edi, 11; ja end
            + "89f8 c1e004 488d15 REL 4801c2" // rdx = table + 16 * edi
            + "488b0a 488b4208 48034608" // rcx = seconds; rax = nanoseconds + [rsi+8]
            + "483d00ca9a3b 7c09 482d00ca9a3b 48ffc1" // if rax >= 1e9: rax -= 1e9; rcx++
            + "48010e 48894608 31c0" // [rsi] += rcx; [rsi+8] = rax; eax = 0
            + "c3"; // end: ret

    private static final String GETTIMEOFDAY = "b860000000 0f05" // eax = 96; syscall
            + "85c0 7531 4885ff 742c" // test eax, eax; jne end; test rdi, rdi; je end
            + "488d15 REL 488b0a 488b4208 48034708" // rdx = entry; rcx = seconds; rax = microseconds + [rdi+8]
            + "483d40420f00 7c09 482d40420f00 48ffc1" // if rax >= 1e6: rax -= 1e6; rcx++
            + "48010f 48894708 31c0" // [rdi] += rcx; [rdi+8] = rax; eax = 0
            + "c3"; // end: ret

    private static final String TIME = "57 4883ec10 31ff 4889e6 b8e4000000 0f05" // clock_gettime(0, rsp) on the stack
            + "488b0424 488b4c2408 4883c410 5f" // rax = seconds; rcx = nanoseconds
            + "488d15 REL 480302 48034a08" // rdx = entry; both plus the offset
            + "4881f900ca9a3b 7c03 48ffc0" // if rcx >= 1e9: rax++
            + "4885ff 7403 488907" // if rdi: [rdi] = rax
            + "c3";

    private static final List<String> STUBS = List.of(CLOCK_GETTIME, GETTIMEOFDAY, TIME);
    private static final int STUB_BYTES = 80;

    /** The length of the whole. */
    static final int BYTES = MICROS + ENTRY + STUB_BYTES * STUBS.size();

    SkewBlock {
        offsets = List.copyOf(offsets);
    }

    /** Returns where in the block the code begins that a function jumps to. */
    static int stub(Vdso.Function function) {
        return MICROS + ENTRY + STUB_BYTES * function.place();
    }

    /** Reads the block that begins there; {@link #NONE} when none does. */
    static SkewBlock read(byte[] mapping, int at) {
        ByteBuffer block = ByteBuffer.wrap(mapping, at, BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
        if (block.getLong(0) != MAGIC) {
            return NONE;
        }
        List<Duration> offsets = new ArrayList<>();
        for (int clock = 0; clock < CLOCKS; clock++) {
            int entry = TABLE + clock * ENTRY;
            offsets.add(Duration.ofSeconds(block.getLong(entry), block.getLong(entry + 8)));
        }
        return new SkewBlock(block.getLong(8), offsets);
    }

    /** Returns the bytes to be written. */
    byte[] bytes() {
        ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.putLong(MAGIC).putLong(shifts);
        for (Duration offset : offsets) {
            block.putLong(offset.toSeconds()).putLong(offset.toNanosPart());
        }
        block.putLong(realtime().toSeconds()).putLong(realtime().toNanosPart() / 1000);
        for (Vdso.Function function : Vdso.Function.values()) {
            String code = STUBS.get(function.place());
            int entry = function == Vdso.Function.GETTIMEOFDAY ? MICROS : TABLE;
            block.position(stub(function));
            block.put(machineCode(code, entry, stub(function)));
        }
        return block.array();
    }

    private static byte[] machineCode(String code, int entry, int start) {
        int rel = code.indexOf("REL");
        byte[] before = hex(code.substring(0, rel));
        int next = start + before.length + Integer.BYTES;
        byte[] after = hex(code.substring(rel + 3));
        return ByteBuffer.allocate(before.length + Integer.BYTES + after.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(before)
                .putInt(entry - next)
                .put(after)
                .array();
    }

    private static byte[] hex(String code) {
        return HexFormat.of().parseHex(code.replace(" ", ""));
    }

    boolean isNone() {
        return shifts == 0;
    }

    /** Returns the sum for the clock that shows the time of day. */
    Duration realtime() {
        return offsets.get(ClockId.CLOCK_REALTIME.number());
    }

    /** Returns the block with one experiment more. */
    SkewBlock plus(Shift shift) {
        return new SkewBlock(shifts + 1, sums(shift));
    }

    /** Returns the block with one experiment less. */
    SkewBlock minus(Shift shift) {
        return shifts <= 1 ? NONE : new SkewBlock(shifts - 1, sums(shift.reversed()));
    }

    private List<Duration> sums(Shift shift) {
        List<Duration> sums = new ArrayList<>(offsets);
        for (ClockId clock : ClockId.values()) {
            sums.set(clock.number(), offsets.get(clock.number()).plus(shift.of(clock)));
        }
        return sums;
    }
}
