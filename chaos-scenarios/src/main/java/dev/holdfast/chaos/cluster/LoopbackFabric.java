package dev.holdfast.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pods on loopback addresses {@code 127.77.x.y}, where x is this fabric's own. Needs no root and no namespaces; processes can
 * be stopped and killed, the network between them cannot be cut. A process dies with the thread that started it, so also
 * when this program is killed.
 */
public final class LoopbackFabric implements Fabric {

    private static final int CLAIM_PORT = 47_077;
    private static final int LARGEST = 250;

    private final ServerSocket claim;
    private final String prefix;
    private final boolean diesWithParent;
    private int used;

    private LoopbackFabric(ServerSocket claim, String prefix, boolean diesWithParent) {
        this.claim = claim;
        this.prefix = prefix;
        this.diesWithParent = diesWithParent;
    }

    /** Opens a fabric on a range of addresses that no other fabric on this machine uses now. */
    public static LoopbackFabric open() {
        int first = ThreadLocalRandom.current().nextInt(LARGEST);
        for (int i = 0; i < LARGEST; i++) {
            String prefix = "127.77." + ((first + i) % LARGEST + 1) + ".";
            try {
                ServerSocket claim = new ServerSocket();
                claim.bind(new InetSocketAddress(InetAddress.getByName(prefix + "254"), CLAIM_PORT));
                return new LoopbackFabric(claim, prefix, Machine.find("setpriv").isPresent());
            } catch (IOException e) {
                // another fabric has this range: the bound socket is its claim
            }
        }
        throw new ClusterException(
                "open a loopback fabric: all " + LARGEST + " ranges under 127.77.0.0/16 are claimed");
    }

    @Override
    public synchronized Map<String, String> add(List<String> pods) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String pod : pods) {
            if (used == LARGEST) {
                throw new ClusterException(
                        "add pod '" + pod + "': all " + LARGEST + " addresses of " + prefix + "* are used");
            }
            addresses.put(pod, prefix + ++used);
        }
        return addresses;
    }

    @Override
    public List<String> inside(String pod, List<String> command) {
        if (!diesWithParent) {
            return List.copyOf(command);
        }
        List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        words.addAll(command);
        return words;
    }

    @Override
    public void renew(String pod) {
        // a loopback address has no state that outlives its sockets
    }

    @Override
    public void remove(String pod) {
        // as above
    }

    @Override
    public boolean isPartitionable() {
        return false;
    }

    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new ClusterException("give back the addresses " + prefix + "*", e);
        }
    }
}
