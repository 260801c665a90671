package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.Launch;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.cluster.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The servers of one store or broker, as pods named {@code etcd-0}, {@code etcd-1} and so on. It ends with its cluster.
 * Safe for use by several threads.
 */
public final class Ensemble {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration HEAD_START = Duration.ofSeconds(1);
    private static final int LOG_LINES = 12;

    private final LocalCluster cluster;
    private final ServerKind kind;
    private final ServerProgram program;
    private final List<Member> members;
    private final Map<String, String> settings;

    private Ensemble(
            LocalCluster cluster,
            ServerKind kind,
            ServerProgram program,
            List<Member> members,
            Map<String, String> settings) {
        this.cluster = cluster;
        this.kind = kind;
        this.program = program;
        this.members = List.copyOf(members);
        this.settings = Collections.unmodifiableMap(settings);
    }

    /**
     * Starts an ensemble and returns when its processes run; {@link #awaitQuorum} waits until it serves.
     *
     * @param count     1, 3 or 5
     * @param overrides set over the lab's own settings, in the server's own words; {@code ${address}} stands for the
     *     member's address
     * @param progress  gets a line before each step that takes seconds, which only happens the first time
     */
    public static Ensemble start(
            LocalCluster cluster, ServerKind kind, int count, Map<String, String> overrides, Consumer<String> progress)
            throws InterruptedException {
        ServerProgram program = kind.program(progress);
        if (program instanceof JavaServer server) {
            new Training(kind, server, progress).ensureArchive();
            List<String> archive = ClassArchive.of(server.classPath()).use();
            return start(cluster, kind, program, count, overrides, member -> archive);
        }
        return start(cluster, kind, program, count, overrides, member -> List.of());
    }

    /** As above, with the archive flags of each member, which only a Java server has. */
    static Ensemble start(
            LocalCluster cluster,
            ServerKind kind,
            ServerProgram program,
            int count,
            Map<String, String> overrides,
            Function<Member, List<String>> archive)
            throws InterruptedException {
        if (count < 1 || count % 2 == 0) {
            throw new IllegalArgumentException("count: must be odd and positive, given " + count);
        }
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> kind.label() + "-" + i).toList();
        Map<String, String> addresses = cluster.addresses(names);
        List<Member> members = new ArrayList<>();
        for (String name : names) {
            members.add(new Member(name, members.size() + 1, addresses.getOrDefault(name, ""), cluster.volume(name)));
        }
        Map<String, String> settings = new LinkedHashMap<>(program.tuning(count));
        settings.putAll(overrides);
        Ensemble ensemble = new Ensemble(cluster, kind, program, members, settings);
        ensemble.startMembers(archive);
        return ensemble;
    }

    private void startMembers(Function<Member, List<String>> archive) throws InterruptedException {
        Optional<Member> first = program.first(members);
        if (first.isPresent()) {
            startMember(first.get(), archive.apply(first.get()));
            // when it never gets there the others start all the same: awaitQuorum tells what is wrong with it
            boolean unused = Deadline.in(HEAD_START).await(() -> program.isUnderWay(first.get()));
        }
        members.stream()
                .filter(member -> !first.equals(Optional.of(member)))
                .forEach(member -> startMember(member, archive.apply(member)));
    }

    private void startMember(Member member, List<String> archive) {
        Launch launch;
        try {
            launch = program instanceof JavaServer server
                    ? server.launch(member, members, settings, archive)
                    : program.launch(member, members, settings);
        } catch (IOException e) {
            throw new ClusterException(
                    "configure '" + member.name() + "' in " + member.volume() + ": it was not started", e);
        }
        cluster.addMember(member.name(), member.address(), member.number() - 1, launch, () -> program.claim(member));
    }

    /** Waits until a leader with a majority behind it takes writes; throws with the ends of the logs when none does. */
    public void awaitQuorum(Duration bound) throws InterruptedException {
        await("a quorum", members.size() / 2 + 1, bound);
    }

    /** Waits until every member follows or leads, and the leader takes writes; throws as {@link #awaitQuorum}. */
    public void awaitAll(Duration bound) throws InterruptedException {
        await("all members", members.size(), bound);
    }

    private void await(String what, int needed, Duration bound) throws InterruptedException {
        AtomicBoolean serving = new AtomicBoolean();
        boolean unused = Deadline.in(bound).await(() -> {
            serving.set(isServing(needed));
            return serving.get() || isHopeless(needed);
        });
        // not asked again: on a busy machine a role may be unknown for a moment
        if (!serving.get()) {
            throw new ClusterException(
                    "wait for " + what + " of " + kind.label() + " (" + members.size() + " members): "
                            + (isHopeless(needed) ? "too few processes are left" : "not within " + bound) + ". Roles: "
                            + roles()
                            + "\n" + ends());
        }
    }

    private boolean isServing(int needed) {
        Map<String, String> roles = roles();
        long settled = roles.values().stream()
                .filter(role -> role.equals(Role.LEADER.label()) || role.equals(Role.FOLLOWER.label()))
                .count();
        return settled >= needed
                && members.stream()
                        .filter(member -> Role.LEADER.label().equals(roles.get(member.name())))
                        .anyMatch(leader -> isServing(leader, needed));
    }

    private boolean isServing(Member leader, int needed) {
        try {
            return program.isServing(leader, needed);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isHopeless(int needed) {
        return members.stream()
                        .filter(member -> cluster.state(member.name()) != ProcessState.GONE)
                        .count()
                < needed;
    }

    private Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        members.forEach(
                member -> roles.put(member.name(), cluster.pod(member.name()).label(Pod.ROLE)));
        return roles;
    }

    private String ends() {
        return members.stream()
                .map(member ->
                        "--- end of " + cluster.log(member.name()) + "\n" + cluster.lastLines(member.name(), LOG_LINES))
                .collect(Collectors.joining("\n"));
    }

    /** Restarts one member as an operator does in a rolling restart, and waits until it follows or leads again. */
    public void restart(String name, Duration bound) throws InterruptedException {
        Member member = member(name);
        cluster.restart(name, GRACE);
        if (!Deadline.in(bound).await(() -> isSettled(member))) {
            throw new ClusterException("restart '" + name + "': it runs, but did not follow or lead within " + bound
                    + "\n" + cluster.lastLines(name, LOG_LINES));
        }
    }

    private boolean isSettled(Member member) {
        try {
            Claim claim = program.claim(member);
            return claim.role() == Role.LEADER || claim.role() == Role.FOLLOWER;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Asks the members what clients have left behind, until that is nothing or the bound has passed.
     *
     * @param namespace the first part of the clients' keys
     * @throws ClusterException if the members could not be asked
     */
    public LeftOvers leftOvers(String namespace, Duration bound) throws InterruptedException {
        AtomicReference<LeftOvers> last = new AtomicReference<>();
        AtomicReference<String> failure = new AtomicReference<>("no leader was found");
        boolean unused = Deadline.in(bound).await(() -> {
            try {
                Optional<Member> leader = leader().map(this::member);
                if (leader.isPresent()) {
                    last.set(program.leftOvers(leader.get(), members, namespace));
                }
            } catch (IOException e) {
                failure.set(e.toString());
            }
            return last.get() != null && last.get().isNothing();
        });
        if (last.get() == null) {
            throw new ClusterException("look for what is left over on " + kind.label() + ": not possible in " + bound
                    + ": " + failure.get());
        }
        return last.get();
    }

    /** Does what an operator would do once the network is whole again; call it after each heal. */
    public void afterHeal() {
        program.afterHeal(members);
    }

    /** Returns a member that claims to lead now; when two do, the first in order. */
    public Optional<String> leader() {
        return members.stream()
                .filter(member -> cluster.pod(member.name()).label(Pod.ROLE).equals(Role.LEADER.label()))
                .map(Member::name)
                .findFirst();
    }

    public ServerKind kind() {
        return kind;
    }

    /** Returns the pods' names, in order. */
    public List<String> members() {
        return members.stream().map(Member::name).toList();
    }

    /** Returns {@code address:port} of each member, as clients use it, in order. */
    public List<String> endpoints() {
        return members.stream()
                .map(member -> member.address() + ":" + program.clientPort())
                .toList();
    }

    /** Returns the address of all members as one URI, for example {@code etcd://10.77.0.1:2379,10.77.0.2:2379}. */
    public String clientUri() {
        return kind.label() + "://" + String.join(",", endpoints());
    }

    public String version() {
        return program.version();
    }

    /** Returns where the program came from, as a sentence. */
    public String source() {
        return program.source();
    }

    /** Returns every setting that is other than the server's own default, in the server's own words, for the report. */
    public Map<String, String> settings() {
        if (!(program instanceof JavaServer)) {
            return settings;
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("jvm.flags", new JavaFlags(settings.getOrDefault(JavaFlags.HEAP, "")).inWords());
        return all;
    }

    private Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("name: must be one of " + members() + ", given '" + name + "'"));
    }
}
