package dev.holdfast.chaos.cluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Launch;
import dev.holdfast.chaos.cluster.Role;
import dev.holdfast.chaos.cluster.binary.Binary;
import dev.holdfast.chaos.cluster.binary.BinaryLocator;
import dev.holdfast.chaos.cluster.binary.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consul servers. A setting is a path of names in the configuration file, joined by dots.
 * Source: https://developer.hashicorp.com/consul/docs/agent/config/config-files
 */
record ConsulProgram(Binary binary) implements ServerProgram {

    private static final Logger LOG = LoggerFactory.getLogger(ConsulProgram.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENT_PORT = 8500;

    static ConsulProgram find(Consumer<String> progress) {
        return new ConsulProgram(BinaryLocator.locate(Program.CONSUL, progress));
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

    /** Autopilot's clean-up is off: it would change the membership during a fault, silently. */
    @Override
    public Map<String, String> tuning(int members) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("performance.raft_multiplier", "1");
        settings.put("performance.rpc_hold_timeout", "1s");
        settings.put("performance.leave_drain_time", "0s");
        settings.put("session_ttl_min", "1s");
        settings.put("retry_interval", "200ms");
        settings.put("gossip_lan.gossip_interval", "50ms");
        settings.put("gossip_lan.probe_interval", "200ms");
        settings.put("gossip_lan.probe_timeout", "100ms");
        settings.put("gossip_lan.suspicion_mult", "2");
        settings.put("autopilot.cleanup_dead_servers", "false");
        settings.put("autopilot.last_contact_threshold", "1s");
        settings.put("autopilot.server_stabilization_time", "1s");
        settings.put("limits.http_max_conns_per_client", "5000");
        settings.put("ports.dns", "-1");
        settings.put("ports.serf_wan", "-1");
        settings.put("ports.grpc", "-1");
        settings.put("connect.enabled", "false");
        settings.put("disable_update_check", "true");
        return settings;
    }

    @Override
    public Launch launch(Member member, List<Member> all, Map<String, String> settings) throws IOException {
        ObjectNode root = configuration(settings);
        root.put("server", true);
        root.put("bootstrap_expect", all.size());
        root.put("node_name", member.name());
        root.put("data_dir", member.volume().resolve("data").toString());
        root.put("bind_addr", member.address());
        root.put("client_addr", member.address());
        // a stop is a stop: a member that leaves on SIGTERM would change the membership
        root.put("leave_on_terminate", false);
        root.put("skip_leave_on_interrupt", true);
        var peers = root.putArray("retry_join");
        all.stream().filter(other -> !other.equals(member)).forEach(other -> peers.add(other.address()));
        Path file = member.volume().resolve("consul.json");
        Files.writeString(file, root.toPrettyString());
        List<String> words = List.of(binary.path().toString(), "agent", "-config-file=" + file);
        return new Launch("consul", words, Map.of(), member.volume());
    }

    static ObjectNode configuration(Map<String, String> settings) {
        ObjectNode root = JSON.createObjectNode();
        settings.forEach((path, value) -> {
            ObjectNode node = root;
            String[] names = path.split("\\.", -1);
            for (int i = 0; i < names.length - 1; i++) {
                node = node.withObjectProperty(names[i]);
            }
            String last = names[names.length - 1];
            if (value.matches("-?\\d+")) {
                node.put(last, Long.parseLong(value));
            } else if (value.equals("true") || value.equals("false")) {
                node.put(last, value.equals("true"));
            } else {
                node.put(last, value);
            }
        });
        return root;
    }

    @Override
    public Claim claim(Member member) throws IOException {
        JsonNode stats = Wire.json("GET", member.address(), CLIENT_PORT, "/v1/agent/self", "")
                .path("Stats");
        String state = stats.path("raft").path("state").asText();
        boolean knowsLeader = !stats.path("consul").path("leader_addr").asText().isEmpty();
        Role role = state.equals("Leader")
                ? Role.LEADER
                : state.equals("Follower") && knowsLeader ? Role.FOLLOWER : Role.CANDIDATE;
        return new Claim(role, stats.path("raft").path("term").asLong(-1));
    }

    @Override
    public LeftOvers leftOvers(Member leader, List<Member> all, String namespace) throws IOException {
        List<String> sessions = new ArrayList<>();
        Wire.json("GET", leader.address(), CLIENT_PORT, "/v1/session/list?consistent", "")
                .forEach(session -> sessions.add(session.path("ID").asText()));
        List<String> entries = new ArrayList<>();
        // a read of keys of which there are none is answered with 404, a transaction with an empty list
        String tree = "[{\"KV\":{\"Verb\":\"get-tree\",\"Key\":\"" + namespace + "/\"}}]";
        Wire.json("PUT", leader.address(), CLIENT_PORT, "/v1/txn", tree)
                .path("Results")
                .forEach(result -> {
                    JsonNode entry = result.path("KV");
                    String key = entry.path("Key").asText();
                    if (entry.has("Session")
                            || key.startsWith(namespace + "/lock/")
                            || key.startsWith(namespace + "/election/")) {
                        entries.add(key);
                    }
                });
        return new LeftOvers(sessions, entries, 0);
    }

    /** The leader must have answered for itself, and its own catalogue entry is written last. */
    @Override
    public boolean isServing(Member leader, int members) throws IOException {
        return Wire.json("GET", leader.address(), CLIENT_PORT, "/v1/catalog/nodes?consistent", "")
                        .size()
                >= members;
    }

    /**
     * Joins each member to each other one. Without it gossip reconnects only every 30 s, and writes through the member that
     * was cut off failed for 7 to 20 s after the heal (measured, Consul 1.8.7); with it for 2.2 s.
     */
    @Override
    public void afterHeal(List<Member> all) {
        for (Member one : all) {
            for (Member other : all) {
                if (one.number() != other.number()) {
                    join(one, other);
                }
            }
        }
    }

    private static void join(Member one, Member other) {
        try {
            Wire.http("PUT", one.address(), CLIENT_PORT, "/v1/agent/join/" + other.address(), "");
        } catch (IOException e) {
            LOG.debug("not joined member={} peer={} reason={}", one.name(), other.name(), e.getMessage());
        }
    }
}
