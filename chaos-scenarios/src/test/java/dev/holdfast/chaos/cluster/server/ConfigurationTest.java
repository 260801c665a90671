package dev.holdfast.chaos.cluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.binary.Binary;
import dev.holdfast.chaos.cluster.binary.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigurationTest {

    @TempDir
    Path volume;

    @Test
    void an_etcd_member_knows_all_peers_and_gets_each_setting_as_a_flag() {
        EtcdProgram etcd = new EtcdProgram(new Binary(Program.ETCD, Path.of("/bin/etcd"), "3.5.16", ""));

        assertThat(etcd.launch(members(3).get(1), members(3), Map.of("heartbeat-interval", "50"))
                        .command())
                .startsWith("/bin/etcd", "--name=m-1")
                .contains("--listen-client-urls=http://10.77.0.2:2379", "--heartbeat-interval=50")
                .contains(
                        "--initial-cluster=m-0=http://10.77.0.1:2380,m-1=http://10.77.0.2:2380,m-2=http://10.77.0.3:2380");
    }

    @Test
    void the_first_etcd_member_is_the_one_whose_address_the_others_ask_first() {
        EtcdProgram etcd = new EtcdProgram(new Binary(Program.ETCD, Path.of("/bin/etcd"), "3.5.16", ""));
        Member nine = new Member("m-0", 1, "10.77.0.9", volume);
        Member ten = new Member("m-1", 2, "10.77.0.10", volume);

        assertThat(etcd.first(List.of(nine, ten))).contains(ten);
        assertThat(etcd.first(List.of(nine))).isEmpty();
    }

    @Test
    void a_single_zookeeper_server_has_no_list_of_servers() {
        assertThat(ZooKeeperProgram.configuration(members(1).get(0), members(1), Map.of()))
                .doesNotContain("server.");
        assertThat(ZooKeeperProgram.configuration(members(3).get(0), members(3), Map.of()))
                .contains("server.1=10.77.0.1:2888:3888\n", "server.3=10.77.0.3:2888:3888\n");
    }

    @Test
    void what_is_for_the_jvm_is_not_written_to_zookeepers_file() {
        String text = ZooKeeperProgram.configuration(
                members(1).get(0),
                members(1),
                Map.of("tickTime", "100", "-Dzookeeper.cnxTimeout", "500", "jvm.heap", "1g"));

        assertThat(text).contains("tickTime=100\n").doesNotContain("cnxTimeout").doesNotContain("jvm");
    }

    @Test
    void a_dotted_consul_setting_becomes_nested_and_keeps_its_type() {
        assertThat(ConsulProgram.configuration(Map.of("autopilot.cleanup_dead_servers", "false"))
                        .toString())
                .isEqualTo("{\"autopilot\":{\"cleanup_dead_servers\":false}}");
        assertThat(ConsulProgram.configuration(Map.of("performance.raft_multiplier", "1"))
                        .toString())
                .isEqualTo("{\"performance\":{\"raft_multiplier\":1}}");
        assertThat(ConsulProgram.configuration(Map.of("session_ttl_min", "1s")).toString())
                .isEqualTo("{\"session_ttl_min\":\"1s\"}");
    }

    @Test
    void a_kafka_node_listens_on_its_own_address_and_votes_with_all() {
        assertThat(KafkaProgram.configuration(members(3).get(2), members(3), Map.of("min.insync.replicas", "2")))
                .contains("node.id=3\n", "listeners=PLAINTEXT://10.77.0.3:9092,CONTROLLER://10.77.0.3:9093\n")
                .contains("controller.quorum.voters=1@10.77.0.1:9093,2@10.77.0.2:9093,3@10.77.0.3:9093\n")
                .contains("min.insync.replicas=2\n");
    }

    @Test
    void a_formatted_kafka_folder_is_copied_once_with_an_id_of_its_own() throws IOException {
        Path template = Files.createDirectories(volume.resolve("template"));
        Files.writeString(template.resolve("bootstrap.checkpoint"), "records");
        Path log = volume.resolve("log");

        new KafkaFormat(template).copyTo(log, "cluster-id", 3);
        String first = Files.readString(log.resolve("meta.properties"));
        new KafkaFormat(template).copyTo(log, "cluster-id", 3);

        assertThat(first)
                .contains("cluster.id=cluster-id\n", "node.id=3\n")
                .containsPattern("directory.id=[\\w-]{22}\n");
        assertThat(log.resolve("meta.properties")).hasContent(first.strip());
        assertThat(log.resolve("bootstrap.checkpoint")).hasContent("records");
    }

    private List<Member> members(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Member("m-" + (i - 1), i, "10.77.0." + i, volume))
                .toList();
    }
}
