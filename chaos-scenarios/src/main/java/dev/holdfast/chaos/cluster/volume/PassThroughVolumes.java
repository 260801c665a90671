package dev.holdfast.chaos.cluster.volume;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.JavaProgram;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.cluster.UserCache;
import dev.holdfast.chaos.cluster.volume.fuse.Counts;
import dev.holdfast.chaos.cluster.volume.fuse.PassThroughMain;
import dev.holdfast.chaos.cluster.volume.fuse.Rule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Volumes each call to which passes through a program of ours, where rules delay it, fail it or change it. In effect from the
 * start of a run, so that a rule is about files that are open already. Safe for use by several threads.
 */
public final class PassThroughVolumes implements AutoCloseable {

    private static final Path DEVICE = Path.of("/dev/fuse");
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final String PROGRAM = "pass-through";
    private static final Duration STARTING = Duration.ofSeconds(60);
    /** A change of a rule writes out what is dirty, which that rule may hold back no longer. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    /** The volume as a member sees it, and the folder behind it. */
    private record Place(Path volume, Path folder) {}

    private final Sidecar program;
    private final Path below;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private PassThroughVolumes(Sidecar program, Path below) {
        this.program = program;
        this.below = below;
    }

    static PassThroughVolumes open(Path data, Path logs) {
        try (FileChannel device = FileChannel.open(DEVICE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            device.isOpen();
            Files.createDirectories(data);
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new ClusterException(
                    "UNSUPPORTED: IOChaos needs " + DEVICE + ", which this user cannot open: " + e
                            + "; nothing was started. Run as root, or: sudo modprobe fuse && sudo chmod a+rw "
                            + DEVICE,
                    e);
        }
        Sidecar program = Sidecar.start(
                PROGRAM,
                JavaProgram.command(PassThroughMain.class.getName(), List.of()),
                logs.resolve(PROGRAM + ".log"));
        program.await(STARTING);
        return new PassThroughVolumes(program, data.resolve(".behind"));
    }

    /** Mounts an empty folder's stand-in over it. */
    void furnish(String pod, Path volume) {
        Path folder = below.resolve(pod);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ClusterException("make the folder behind the volume of pod '" + pod + "' in " + below, e);
        }
        ask("mount", pod, folder.toString(), volume.toString());
        places.put(pod, new Place(volume, folder));
    }

    /** Returns whether the pod's volume is one of these. */
    public boolean has(String pod) {
        return places.containsKey(pod);
    }

    /** Puts a rule into effect on a pod's volume, under a name that no other rule there has. */
    public void set(String pod, String name, Rule rule) {
        ask("set", pod, name, rule.toJson());
    }

    /** Ends a rule and returns what it has done; whoever it held back goes on. Nothing if it was ended before. */
    public Counts clear(String pod, String name) {
        return Counts.fromJson(ask("clear", pod, name));
    }

    /** Returns whether a rule is in effect. */
    public boolean isSet(String pod, String name) {
        return Boolean.parseBoolean(ask("is-set", pod, name));
    }

    /** Measures what passing through costs on a pod's volume, by a file of its own. */
    public Cost cost(String pod) {
        Place place = places.get(pod);
        if (place == null) {
            throw new IllegalArgumentException("pod: must be one of " + places.keySet() + ", given '" + pod + "'");
        }
        return Cost.measure(place.volume(), place.folder());
    }

    private String ask(String... words) {
        String answer = program.ask(String.join("\t", words), BOUND);
        if (answer.startsWith(PassThroughMain.FAILED)) {
            throw new ClusterException("ask '" + PROGRAM + "' to '" + String.join(" ", words) + "': it " + answer);
        }
        return answer;
    }

    /** Unmounts all volumes and ends the program, and looks whether anything is left. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            ask("unmount");
        } finally {
            program.close();
        }
        places.forEach((pod, place) -> {
            if (isMounted(place.volume())) {
                throw new ClusterException("unmount the volume of pod '" + pod + "': " + place.volume()
                        + " is still mounted; it goes with the sandbox");
            }
        });
        places.clear();
        UserCache.remove(below);
    }

    private static boolean isMounted(Path volume) {
        try (var lines = Files.lines(MOUNTS)) {
            return lines.anyMatch(line -> line.contains(" " + volume + " "));
        } catch (IOException e) {
            throw new ClusterException("read " + MOUNTS + ": not known whether " + volume + " is mounted", e);
        }
    }
}
