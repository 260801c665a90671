package dev.holdfast.chaos.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Nft;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The kernel's packet filter, by way of the {@code nft} program. */
public final class NftPacketFilter implements PacketFilter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Consumer<String> scripts;
    private final Supplier<String> listing;

    /**
     * Makes a filter.
     *
     * @param scripts takes an {@code nft -f} script
     * @param listing gives the output of {@code nft -j list table inet chaos}
     */
    NftPacketFilter(Consumer<String> scripts, Supplier<String> listing) {
        this.scripts = scripts;
        this.listing = listing;
    }

    /** Returns the filter of a local cluster's router. */
    public static NftPacketFilter of(Nft nft) {
        return new NftPacketFilter(nft::apply, nft::list);
    }

    @Override
    public void apply(String script) {
        scripts.accept(script);
    }

    @Override
    public Contents contents() {
        String text = listing.get();
        JsonNode items;
        try {
            items = JSON.readTree(text).path("nftables");
        } catch (JsonProcessingException e) {
            throw new ClusterException("read table '" + TABLE + "': nft answered no JSON: " + text, e);
        }
        Set<String> objects = new HashSet<>();
        Map<String, Long> packets = new HashMap<>();
        for (JsonNode item : items) {
            for (String kind : List.of("chain", "set", "counter")) {
                JsonNode object = item.path(kind);
                if (object.isObject()) {
                    objects.add(kind + " " + object.path("name").asText());
                }
            }
            JsonNode counter = item.path("counter");
            if (counter.isObject()) {
                packets.put(
                        counter.path("name").asText(), counter.path("packets").asLong());
            }
        }
        return new Contents(objects, packets);
    }
}
