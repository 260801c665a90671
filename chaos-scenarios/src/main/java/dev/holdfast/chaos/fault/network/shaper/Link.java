package dev.holdfast.chaos.fault.network.shaper;

/** Packets from some addresses to some others: each an IPv4 address or a CIDR block. */
public record Link(String source, String destination) {

    static final String ARROW = ">";

    public Link {
        block(source);
        block(destination);
    }

    static Link decode(String word) {
        int arrow = word.indexOf(ARROW);
        return new Link(word.substring(0, Math.max(0, arrow)), word.substring(arrow + 1));
    }

    /** Returns the one word that stands for it. */
    public String encode() {
        return source + ARROW + destination;
    }

    /** Returns whether it has that address at one of its ends, as a single address. */
    public boolean touches(String address) {
        return source.equals(address) || destination.equals(address);
    }

    /** Returns whether packets from one address to another are meant. */
    public boolean matches(String from, String to) {
        return matches(block(from).network(), block(to).network());
    }

    boolean matches(int from, int to) {
        return block(source).holds(from) && block(destination).holds(to);
    }

    /** Returns an address as people write it. */
    static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    private record Block(int network, int mask) {
        boolean holds(int address) {
            return (address & mask) == network;
        }
    }

    private static Block block(String text) {
        int slash = text.indexOf('/');
        String[] parts = (slash < 0 ? text : text.substring(0, slash)).split("\\.", -1);
        int bits = slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1));
        if (parts.length != 4 || bits < 0 || bits > 32) {
            throw new IllegalArgumentException("link: expected an IPv4 address or CIDR block, given '" + text + "'");
        }
        int address = 0;
        for (String part : parts) {
            address = address << 8 | Integer.parseInt(part);
        }
        int mask = bits == 0 ? 0 : -1 << (32 - bits);
        return new Block(address & mask, mask);
    }
}
