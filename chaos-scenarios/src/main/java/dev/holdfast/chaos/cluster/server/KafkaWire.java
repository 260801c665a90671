package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Role;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The two questions this lab asks a Kafka node. An admin client cannot ask them: it routes each to the node it believes to
 * be the leader, also when that one is dead. Source: https://kafka.apache.org/protocol (APIs 55 and 60)
 */
final class KafkaWire {

    private static final int DESCRIBE_QUORUM = 55;
    private static final int DESCRIBE_CLUSTER = 60;
    private static final int BROKERS = 1;
    private static final int CONTROLLERS = 2;
    private static final String LOG = "__cluster_metadata";

    private KafkaWire() {}

    /** Asks a controller whom it takes for the leader, and for the epoch when it is the leader itself. */
    static Claim claim(String address, int port, int self) throws IOException {
        int leader = describeCluster(address, port, CONTROLLERS).controller();
        if (leader < 0) {
            return new Claim(Role.CANDIDATE, -1);
        }
        return leader == self ? leaderClaim(address, port) : new Claim(Role.FOLLOWER, -1);
    }

    /** Asks a broker how many brokers may serve. */
    static int brokers(String address, int port) throws IOException {
        return describeCluster(address, port, BROKERS).nodes();
    }

    private record Cluster(int controller, int nodes) {}

    private static Cluster describeCluster(String address, int port, int endpoints) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = header(bytes, DESCRIBE_CLUSTER, 1);
        out.writeBoolean(false);
        out.writeByte(endpoints);
        out.writeByte(0);
        try (DataInputStream in = answer(address, port, bytes)) {
            int throttle = in.readInt();
            int error = in.readShort();
            skipString(in);
            if (error != 0) {
                throw new IOException(
                        "describe cluster at " + address + ":" + port + ": error " + error + ", throttle " + throttle);
            }
            in.skipBytes(1);
            skipString(in);
            int controller = in.readInt();
            return new Cluster(controller, unsigned(in) - 1);
        }
    }

    private static Claim leaderClaim(String address, int port) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = header(bytes, DESCRIBE_QUORUM, 0);
        out.writeByte(2);
        out.writeByte(LOG.length() + 1);
        out.write(LOG.getBytes(StandardCharsets.US_ASCII));
        out.writeByte(2);
        out.writeInt(0);
        out.write(new byte[3]);
        try (DataInputStream in = answer(address, port, bytes)) {
            int error = in.readShort();
            int topics = unsigned(in) - 1;
            if (error != 0 || topics != 1) {
                return new Claim(Role.CANDIDATE, -1);
            }
            skipString(in);
            unsigned(in);
            in.readInt();
            int partitionError = in.readShort();
            in.readInt();
            int epoch = in.readInt();
            // it may have stepped down since the first question
            return partitionError == 0 ? new Claim(Role.LEADER, epoch) : new Claim(Role.CANDIDATE, -1);
        }
    }

    private static DataOutputStream header(ByteArrayOutputStream bytes, int api, int version) throws IOException {
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(api);
        out.writeShort(version);
        out.writeInt(1);
        out.writeUTF("holdfast");
        out.writeByte(0);
        return out;
    }

    private static DataInputStream answer(String address, int port, ByteArrayOutputStream request) throws IOException {
        DataInputStream in = Wire.framed(address, port, request.toByteArray());
        in.readInt();
        in.skipBytes(unsigned(in));
        return in;
    }

    private static void skipString(DataInputStream in) throws IOException {
        in.skipBytes(Math.max(0, unsigned(in) - 1));
    }

    private static int unsigned(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new IOException("a length of more than 32 bits");
    }
}
