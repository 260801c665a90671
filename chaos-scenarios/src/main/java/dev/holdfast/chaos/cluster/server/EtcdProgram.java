package dev.holdfast.chaos.cluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Launch;
import dev.holdfast.chaos.cluster.Role;
import dev.holdfast.chaos.cluster.binary.Binary;
import dev.holdfast.chaos.cluster.binary.BinaryLocator;
import dev.holdfast.chaos.cluster.binary.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** etcd 3.5. A setting is a command-line flag without its dashes. Source: https://etcd.io/docs/v3.5/op-guide/configuration/ */
record EtcdProgram(Binary binary) implements ServerProgram {

    private static final int CLIENT_PORT = 2379;
    private static final int PEER_PORT = 2380;
    private static final Pattern WATCHERS = Pattern.compile("(?m)^etcd_debugging_mvcc_watcher_total (\\S+)$");

    static EtcdProgram find(Consumer<String> progress) {
        return new EtcdProgram(BinaryLocator.locate(Program.ETCD, progress));
    }

    @Override
    public int clientPort() {
        return CLIENT_PORT;
    }

    @Override
    public String version() {
        return binary.version();
    }

    @Override
    public String source() {
        return binary.source();
    }

    @Override
    public Map<String, String> tuning(int members) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("heartbeat-interval", "50");
        settings.put("election-timeout", "500");
        return settings;
    }

    @Override
    public Launch launch(Member member, List<Member> all, Map<String, String> settings) {
        String client = "http://" + member.address() + ":" + CLIENT_PORT;
        String peer = peer(member);
        List<String> words = new ArrayList<>(List.of(
                binary.path().toString(),
                "--name=" + member.name(),
                "--data-dir=" + member.volume().resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster="
                        + all.stream().map(m -> m.name() + "=" + peer(m)).collect(Collectors.joining(",")),
                "--initial-cluster-state=new",
                "--logger=zap",
                "--log-outputs=stdout"));
        settings.forEach((flag, value) -> words.add("--" + flag + "=" + value));
        return new Launch("etcd", words, Map.of(), member.volume());
    }

    /**
     * A new member asks each peer, in the order of their addresses, whether the cluster exists already, and waits one second
     * for each that listens but does not serve yet. Members that start within the same few milliseconds so wait for each
     * other, 2 s with three (measured: one start in five). One that has asked before the others listen prevents it.
     */
    @Override
    public Optional<Member> first(List<Member> all) {
        return all.size() == 1 ? Optional.empty() : all.stream().min(Comparator.comparing(EtcdProgram::peer));
    }

    /** Its log folder is made right after it has asked. */
    @Override
    public boolean isUnderWay(Member first) {
        Path data = first.volume().resolve("data").resolve("member");
        return Files.exists(data.resolve("wal")) || Files.exists(data.resolve("wal.tmp"));
    }

    private static String peer(Member member) {
        return "http://" + member.address() + ":" + PEER_PORT;
    }

    @Override
    public Claim claim(Member member) throws IOException {
        JsonNode status = Wire.json("POST", member.address(), CLIENT_PORT, "/v3/maintenance/status", "{}");
        String leader = status.path("leader").asText("0");
        String self = status.path("header").path("member_id").asText();
        Role role = leader.equals("0") ? Role.CANDIDATE : leader.equals(self) ? Role.LEADER : Role.FOLLOWER;
        return new Claim(role, status.path("raftTerm").asLong(-1));
    }

    /** Source: https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/ and the metrics that a member shows of itself. */
    @Override
    public LeftOvers leftOvers(Member leader, List<Member> all, String namespace) throws IOException {
        List<String> sessions = new ArrayList<>();
        Wire.json("POST", leader.address(), CLIENT_PORT, "/v3/lease/leases", "{}")
                .path("leases")
                .forEach(lease -> sessions.add(lease.path("ID").asText()));
        List<String> entries = new ArrayList<>();
        for (String queues : List.of("lock/", "election/")) {
            entries.addAll(keys(leader, namespace + '/' + queues));
        }
        long watches = 0;
        for (Member member : all) {
            String metrics = Wire.http("GET", member.address(), CLIENT_PORT, "/metrics", "");
            Matcher watchers = WATCHERS.matcher(metrics);
            watches += watchers.find() ? (long) Double.parseDouble(watchers.group(1)) : 0;
        }
        return new LeftOvers(sessions, entries, watches);
    }

    private static List<String> keys(Member leader, String prefix) throws IOException {
        String body = "{\"key\":\"%s\",\"range_end\":\"%s\",\"keys_only\":true}"
                .formatted(base64(prefix), base64(prefix.substring(0, prefix.length() - 1) + '0'));
        List<String> keys = new ArrayList<>();
        Wire.json("POST", leader.address(), CLIENT_PORT, "/v3/kv/range", body)
                .path("kvs")
                .forEach(kv -> keys.add(
                        new String(Base64.getDecoder().decode(kv.path("key").asText()), StandardCharsets.UTF_8)));
        return keys;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean isServing(Member leader, int members) throws IOException {
        return Wire.json("GET", leader.address(), CLIENT_PORT, "/health", "")
                .path("health")
                .asText()
                .equals("true");
    }
}
