package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file system that does with a folder what it is asked to, but for the calls that rules are about. Served until it is
 * closed. Safe for use by several threads. Source: include/uapi/linux/fuse.h of Linux, version 7.31 of the protocol.
 */
final class PassThrough implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PassThrough.class);

    private static final int MOST_WORKERS = 32;
    private static final int FORGET = 2;
    private static final int INIT = 26;
    private static final int INTERRUPT = 36;
    private static final int BATCH_FORGET = 42;
    private static final int INVALIDATE_NODE = 2;

    private final String name;
    private final String target;
    private final int device;
    private final Nodes nodes;
    private final Operations operations;
    private final Map<String, ActiveRule> rules = new ConcurrentHashMap<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();

    private PassThrough(String name, String target, int device, Nodes nodes) {
        this.name = name;
        this.target = target;
        this.device = device;
        this.nodes = nodes;
        this.operations = new Operations(nodes);
    }

    /** Shows what is in the folder at the target, which is another one. */
    static PassThrough mount(String name, String folder, String target) {
        int device = Errno.check(Libc.openat(Libc.AT_FDCWD, "/dev/fuse", Libc.O_RDWR | Libc.O_CLOEXEC, 0));
        Nodes nodes = new Nodes(folder);
        // the kernel checks access by the attributes it is told, as it does on a disk
        String options = "fd=" + device + ",rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other";
        Errno.check(Libc.mount("holdfast-" + name, target, "fuse", Libc.MS_NOSUID | Libc.MS_NODEV, options));
        PassThrough mounted = new PassThrough(name, target, device, nodes);
        mounted.addWorker();
        return mounted;
    }

    private void addWorker() {
        int number = workers.incrementAndGet();
        if (number > MOST_WORKERS) {
            workers.decrementAndGet();
            return;
        }
        Thread worker = new Thread(this::work, "fuse-" + name + "-" + number);
        worker.setDaemon(true);
        worker.start();
    }

    private void work() {
        Call call = new Call();
        while (true) {
            try {
                idle.incrementAndGet();
                call.receive(device);
            } catch (Errno e) {
                idle.decrementAndGet();
                if (e.number() == Errno.EINTR || e.number() == Errno.EAGAIN || e.number() == Errno.ENOENT) {
                    continue;
                }
                if (e.number() != Errno.ENODEV) {
                    LOG.warn("worker ended volume={} errno={}", name, e.number());
                }
                return;
            }
            // a call may be held back: somebody must be left for the next
            if (idle.decrementAndGet() == 0) {
                addWorker();
            }
            serve(call);
        }
    }

    private void serve(Call call) {
        switch (call.opcode()) {
            case INIT -> begin(call);
            case FORGET -> nodes.forget(call.node(), call.wide(0));
            case BATCH_FORGET -> {
                for (int i = 0; i < call.word(0); i++) {
                    nodes.forget(call.wide(8 + 16 * i), call.wide(16 + 16 * i));
                }
            }
            case INTERRUPT -> call.fail(device, Errno.ENOSYS);
            default -> answer(call);
        }
    }

    private void answer(Call call) {
        int length;
        try {
            call.subjectTo(taken(call));
            call.delayOrFail();
            length = operations.carryOut(call);
        } catch (Errno e) {
            call.fail(device, e.number());
            return;
        } catch (RuntimeException e) {
            LOG.error("request failed volume={} opcode={}", name, call.opcode(), e);
            call.fail(device, Errno.ENOSYS);
            return;
        }
        call.reply(device, length);
    }

    private List<ActiveRule> taken(Call call) {
        Method method = rules.isEmpty() ? null : Method.of(call.opcode());
        if (method == null) {
            return List.of();
        }
        String path = operations.path(call);
        return rules.values().stream().filter(rule -> rule.takes(method, path)).toList();
    }

    /** Source: {@code struct fuse_init_out}. Big writes, many reads at once, folders looked into by several at once. */
    private void begin(Call call) {
        int flags = 1 | (1 << 5) | (1 << 18);
        ByteBuffer answer = call.answer();
        answer.putInt(0, 7).putInt(4, 31).putInt(8, call.word(8)).putInt(12, call.word(12) & flags);
        answer.putShort(16, (short) MOST_WORKERS).putShort(18, (short) MOST_WORKERS);
        answer.putInt(20, Call.MAX_DATA).putInt(24, 1);
        for (int at = 28; at < 64; at += 4) {
            answer.putInt(at, 0);
        }
        call.reply(device, 64);
    }

    /** Puts a rule into effect, in the place of one of the same name. */
    void set(String ruleName, Rule rule) {
        ActiveRule active = new ActiveRule(rule);
        ActiveRule former = rules.put(ruleName, active);
        if (former != null) {
            former.end();
        }
        forgetContent(active);
    }

    /** Ends a rule and returns what it has done, nothing if there is none of that name. */
    Counts clear(String ruleName) {
        ActiveRule former = rules.remove(ruleName);
        if (former == null) {
            return Counts.NONE;
        }
        former.end();
        forgetContent(former);
        return former.counts();
    }

    boolean isSet(String ruleName) {
        return rules.containsKey(ruleName);
    }

    /**
     * Makes the kernel drop what it keeps of the files' content: so reads reach a rule that begins, and what a rule has made of
     * them does not outlive it. Source: {@code FUSE_NOTIFY_INVAL_INODE}.
     */
    private void forgetContent(ActiveRule rule) {
        if (!rule.isAboutContent()) {
            return;
        }
        try (Memory notice = new Memory(40)) {
            for (long node : nodes.numbers()) {
                notice.clear();
                notice.setInt(0, 40);
                notice.setInt(4, INVALIDATE_NODE);
                notice.setLong(16, node);
                // refused for a file that the kernel has forgotten by itself
                long unused = Libc.write(device, notice, 40);
            }
        }
    }

    /** Takes the file system away from its place; who still has a file of it open gets errors from now on. */
    @Override
    public void close() {
        rules.values().forEach(ActiveRule::end);
        rules.clear();
        int unused = Libc.umount2(target, Libc.MNT_DETACH);
    }
}
