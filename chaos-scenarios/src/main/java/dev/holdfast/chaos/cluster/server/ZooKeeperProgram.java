package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Launch;
import dev.holdfast.chaos.cluster.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ZooKeeper. A setting is a line of {@code zoo.cfg}; one that starts with {@code -D} is a system property of the server.
 * Source: ZooKeeper Administrator's Guide, "Configuration Parameters".
 */
record ZooKeeperProgram(ClassPath classPath) implements JavaServer {

    private static final int CLIENT_PORT = 2181;
    private static final Pattern MODE = Pattern.compile("(?m)^Mode: (\\S+)$");
    private static final Pattern SESSION = Pattern.compile("(?m)^\\s*(0x[0-9a-f]+):?$");
    private static final Pattern EPHEMERAL = Pattern.compile("(?m)^\\t(/.+)$");
    private static final Pattern WATCHES = Pattern.compile("(?m)^Total watches:(\\d+)$");
    private static final Pattern ZXID = Pattern.compile("(?m)^Zxid: 0x([0-9a-f]+)$");

    static ZooKeeperProgram find() {
        return new ZooKeeperProgram(ClassPath.of("zookeeper"));
    }

    @Override
    public int clientPort() {
        return CLIENT_PORT;
    }

    @Override
    public String version() {
        return classPath.versionOf("zookeeper");
    }

    @Override
    public String source() {
        return "From Maven, org.apache.zookeeper:zookeeper:" + version() + ".";
    }

    /** initLimit stays low: with 100 no new leader came within 10 s of a leader that could send but not hear. */
    @Override
    public Map<String, String> tuning(int members) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tickTime", "100");
        settings.put("initLimit", "10");
        settings.put("syncLimit", "10");
        settings.put("minSessionTimeout", "500");
        settings.put("maxSessionTimeout", "60000");
        settings.put("maxClientCnxns", "0");
        settings.put("admin.enableServer", "false");
        settings.put("4lw.commands.whitelist", "*");
        settings.put("-Dzookeeper.preAllocSize", "256");
        settings.put("-Dzookeeper.cnxTimeout", "500");
        settings.put("-Dzookeeper.fastleader.minNotificationInterval", "50");
        settings.put("-Dzookeeper.fastleader.maxNotificationInterval", "200");
        settings.put("-Dzookeeper.jmx.log4j.disable", "true");
        // reading the platform's certificates takes 150 ms and more, and this lab uses none
        settings.put("-Djavax.net.ssl.trustStore", "NONE");
        settings.put(JavaFlags.HEAP, "128m");
        return settings;
    }

    @Override
    public Launch launch(Member member, List<Member> all, Map<String, String> settings, List<String> archive)
            throws IOException {
        Path volume = member.volume();
        Files.writeString(volume.resolve("myid"), String.valueOf(member.number()));
        Path file = volume.resolve("zoo.cfg");
        Files.writeString(file, configuration(member, all, settings));
        List<String> words =
                new ArrayList<>(new JavaFlags(settings.getOrDefault(JavaFlags.HEAP, "128m")).command(volume, archive));
        settings.forEach((key, value) -> {
            if (key.startsWith("-D")) {
                words.add(key + "=" + value);
            }
        });
        words.addAll(List.of(
                "-cp", classPath.joined(), "org.apache.zookeeper.server.quorum.QuorumPeerMain", file.toString()));
        return new Launch("zookeeper", words, Map.of(), volume);
    }

    static String configuration(Member member, List<Member> all, Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        text.append("dataDir=").append(member.volume()).append('\n');
        text.append("clientPort=" + CLIENT_PORT + "\n");
        text.append("clientPortAddress=").append(member.address()).append('\n');
        settings.forEach((key, value) -> {
            if (!key.startsWith("-D") && !key.equals(JavaFlags.HEAP)) {
                text.append(key).append('=').append(value).append('\n');
            }
        });
        if (all.size() > 1) {
            all.forEach(other -> text.append("server.%d=%s:2888:3888\n".formatted(other.number(), other.address())));
        }
        return text.toString();
    }

    /** The epoch is the upper half of the last transaction's number. */
    @Override
    public Claim claim(Member member) throws IOException {
        String answer = Wire.word(member.address(), CLIENT_PORT, "srvr");
        Matcher mode = MODE.matcher(answer);
        Matcher zxid = ZXID.matcher(answer);
        if (!mode.find() || !zxid.find()) {
            return new Claim(Role.CANDIDATE, -1);
        }
        Role role = mode.group(1).equals("leader") || mode.group(1).equals("standalone") ? Role.LEADER : Role.FOLLOWER;
        return new Claim(role, Long.parseUnsignedLong(zxid.group(1), 16) >>> 32);
    }

    /** The leader knows every session; each member its own watches. */
    @Override
    public LeftOvers leftOvers(Member leader, List<Member> all, String namespace) throws IOException {
        String dump = Wire.word(leader.address(), CLIENT_PORT, "dump");
        long watches = 0;
        for (Member member : all) {
            Matcher total = WATCHES.matcher(Wire.word(member.address(), CLIENT_PORT, "wchs"));
            watches += total.find() ? Long.parseLong(total.group(1)) : 0;
        }
        return new LeftOvers(distinct(SESSION, dump), distinct(EPHEMERAL, dump), watches);
    }

    private static List<String> distinct(Pattern line, String text) {
        return line.matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** A server shows the mode of a leader only after a quorum has acknowledged its epoch. */
    @Override
    public boolean isServing(Member leader, int members) throws IOException {
        return claim(leader).role() == Role.LEADER;
    }
}
