package dev.holdfast.chaos.cluster.volume;

import dev.holdfast.chaos.cluster.volume.fuse.Counts;
import dev.holdfast.chaos.cluster.volume.fuse.Method;
import dev.holdfast.chaos.cluster.volume.fuse.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One volume, mounted inside a mount namespace of its own, with each rule once. Run by {@link PassThroughIT}; prints what it
 * saw, one fact on a line.
 */
final class PassThroughScene {

    private static final String POD = "pod-0";
    private static final byte[] TEXT = "a line of text\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private final PassThroughVolumes volumes;
    private final Path volume;
    private final Path folder;

    private PassThroughScene(PassThroughVolumes volumes, Path data) {
        this.volumes = volumes;
        this.volume = data.resolve(POD);
        this.folder = data.resolve(".behind").resolve(POD);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Files.createDirectories(Path.of(args[0]).toRealPath().resolve("data"));
        PassThroughScene scene;
        try (PassThroughVolumes volumes = PassThroughVolumes.open(data, data.resolve("logs"))) {
            scene = new PassThroughScene(volumes, data);
            volumes.furnish(POD, Files.createDirectories(scene.volume));
            scene.pass();
            scene.rules();
        }
        boolean mounted = Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + scene.volume + " ");
        say("is mounted after all", mounted);
        say("programs left", ProcessHandle.current().children().count());
    }

    private void pass() throws IOException {
        Path file = Files.write(volume.resolve("file"), TEXT);
        say("what is written is in the folder", Arrays.equals(TEXT, Files.readAllBytes(folder.resolve("file"))));
        say("and is read back", Arrays.equals(TEXT, Files.readAllBytes(file)));
        Path many = Files.createDirectories(volume.resolve("many"));
        for (int i = 0; i < 500; i++) {
            Files.createFile(many.resolve("a-file-with-quite-a-long-name-" + i));
        }
        try (Stream<Path> names = Files.list(many)) {
            say("500 names are listed", names.count() == 500);
        }
        Files.move(Files.createFile(volume.resolve("old")), many.resolve("new"));
        say("a file renamed is there", Files.exists(folder.resolve("many/new")));
        try (FileChannel open = open("unlinked")) {
            Files.delete(volume.resolve("unlinked"));
            open.write(ByteBuffer.wrap(TEXT), 0);
            open.force(true);
            say("a file unlinked while open goes on", open.size() == TEXT.length);
        }
        try (FileChannel open = open("mapped")) {
            MappedByteBuffer mapped = open.map(FileChannel.MapMode.READ_WRITE, 0, 8192);
            mapped.put(0, TEXT, 0, 100);
            mapped.force();
            byte[] below = Files.readAllBytes(folder.resolve("mapped"));
            say("a shared mapping can be written", Arrays.equals(below, 0, 100, TEXT, 0, 100));
        }
    }

    private void rules() throws IOException, InterruptedException {
        try (FileChannel open = open("file")) {
            set("late", Method.FSYNC, new Rule.Delay(Duration.ofSeconds(1).toNanos()));
            open.write(ByteBuffer.wrap(TEXT), 0);
            long start = System.nanoTime();
            open.write(ByteBuffer.wrap(TEXT), 0);
            long written = System.nanoTime();
            open.force(false);
            say("fsync of a file that was open before is late", System.nanoTime() - written >= 1_000_000_000);
            say("a write is not", written - start < 1_000_000_000);
            Counts counts = volumes.clear(POD, "late");
            say("the delay is counted", counts.hits() == 1 && counts.delayUs() >= 1_000_000);

            set("fail", Method.FSYNC, new Rule.Fail(5));
            say("fsync fails", failure(open));
            try (FileChannel other = open("mapped")) {
                say("of another file it does not", failure(other));
            }
            volumes.clear(POD, "fail");
            say("after the rule it does not", failure(open));

            set("disguise", Method.GETATTR, disguise());
            say("permissions shown", permissions());
            volumes.clear(POD, "disguise");
            say("permissions after the rule", permissions());

            set("mistake", Method.READ, new Rule.Mistake(false, 3, 10));
            say("bytes of 0 read", hasZero(open));
            volumes.clear(POD, "mistake");
            say("bytes of 0 after the rule", hasZero(open));

            set("held", Method.FSYNC, new Rule.Delay(Duration.ofHours(1).toNanos()));
            Thread held = new Thread(() -> failure(open), "held");
            held.start();
            held.join(200);
            boolean waits = held.isAlive();
            volumes.clear(POD, "held");
            held.join(10_000);
            say("who was held back goes on", waits && !held.isAlive());
        }
        say("the cost is known", volumes.cost(POD).throughUs() > 0);
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                volume.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void set(String name, Method method, Rule.Effect effect) {
        volumes.set(POD, name, new Rule("/data", "/data/fil*", Set.of(method), 100, 1, effect));
    }

    private static Rule.Disguise disguise() {
        return new Rule.Disguise(null, null, null, null, null, null, null, 0444, null, null, null, null);
    }

    private static String failure(FileChannel open) {
        try {
            open.write(ByteBuffer.wrap(TEXT), 0);
            open.force(false);
            return "none";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(volume.resolve("file")));
    }

    private static boolean hasZero(FileChannel open) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(TEXT.length);
        open.read(read, 0);
        for (byte one : read.array()) {
            if (one == 0) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("SystemOut")
    private static void say(String fact, Object seen) {
        System.out.println(fact + ": " + seen);
    }
}
