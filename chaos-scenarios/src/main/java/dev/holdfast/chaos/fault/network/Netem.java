package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Share;

/** The kernel's netem discipline, as {@code tc} reads it. Source: https://man7.org/linux/man-pages/man8/tc-netem.8.html */
final class Netem {

    private Netem() {}

    static String discipline(Impairment impairment) {
        StringBuilder words = new StringBuilder("netem limit 1000");
        if (!impairment.latency().isZero() || !impairment.jitter().isZero()) {
            words.append(" delay ")
                    .append(impairment.latency().toNanos() / 1000)
                    .append("us ");
            words.append(impairment.jitter().toNanos() / 1000).append("us");
            words.append(' ').append(impairment.latencyCorrelation()).append('%');
        }
        share(words, "loss random", impairment.loss());
        share(words, "duplicate", impairment.duplicate());
        share(words, "corrupt", impairment.corrupt());
        share(words, "reorder", impairment.reorder());
        if (impairment.gap() > 0) {
            words.append(" gap ").append(impairment.gap());
        }
        if (impairment.bytesPerSecond() > 0) {
            words.append(" rate ").append(impairment.bytesPerSecond() * 8).append("bit");
        }
        return words.toString();
    }

    private static void share(StringBuilder words, String name, Share share) {
        if (share.percent() > 0) {
            words.append(' ').append(name).append(' ').append(share.percent()).append("% ");
            words.append(share.correlation()).append('%');
        }
    }
}
