package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.fault.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Byteman's rules; proved when they fired, and delays when they lasted as long as asked. */
final class RuleEffect implements Effect {

    private static final String BEFORE = "loaded before";

    private final JvmAction.Rules rules;
    private final int port;
    private final Path folder;
    private final String fault;
    private final Map<String, String> installed = new ConcurrentHashMap<>();

    /**
     * Makes an effect.
     *
     * @param folder where the scripts are kept, for Byteman and for people
     */
    RuleEffect(JvmAction.Rules rules, int port, Path folder, String fault) {
        this.rules = rules;
        this.port = port;
        this.folder = folder;
        this.fault = fault;
    }

    @Override
    public void begin(TargetJvm target) {
        Path script = script(target);
        try {
            Files.writeString(script, rules.script().text());
        } catch (IOException e) {
            throw new UncheckedIOException("write " + script, e);
        }
        installed.put(target.pod().name(), target.install(port));
        target.load(script);
    }

    private Path script(TargetJvm target) {
        return folder.resolve("jvm-" + fault + "-" + target.pod().name() + ".btm");
    }

    @Override
    public Seen end(TargetJvm target) {
        String listed = target.rules();
        target.unload(script(target));
        String after = target.rules();
        List<Evidence> evidence = new ArrayList<>();
        long fired = 0;
        boolean isLate = true;
        for (String rule : rules.script().names()) {
            Map<String, Long> figures = target.order("fired", rule, 0);
            target.order("forget", rule, 0);
            fired += figures.getOrDefault("fired", 0L);
            evidence.add(firings(target, rule, figures));
            if (rules.latencyMs() > 0) {
                isLate &= addDelay(target, rule, figures, evidence);
            }
        }
        if (fired == 0) {
            evidence.add(said(target, "rule-listed", "no rule fired; Byteman said of them: " + listed));
        }
        evidence.add(said(target, "agent-left", agent(target)));
        String left = rules.script().names().stream().anyMatch(name -> after.contains("RULE " + name)) ? after : "";
        return new Seen(fired > 0 && isLate, left, evidence);
    }

    private static Evidence firings(TargetJvm target, String rule, Map<String, Long> figures) {
        long fired = figures.getOrDefault("fired", 0L);
        return new Evidence(
                "rule-fired",
                target.pod().name(),
                fired,
                "firings",
                "rule '" + rule + "' fired " + fired + " times in process " + target.pid());
    }

    /** Returns whether the firings that have ended lasted as long as asked. */
    private boolean addDelay(TargetJvm target, String rule, Map<String, Long> figures, List<Evidence> evidence) {
        long ended = figures.getOrDefault("ended", 0L);
        double meanMs = ended == 0 ? 0 : figures.getOrDefault("nanos", 0L) / 1e6 / ended;
        evidence.add(new Evidence(
                "rule-delay",
                target.pod().name(),
                meanMs,
                "ms",
                "the %d firings of rule '%s' that ended lasted %.1f ms in the mean, asked %d ms"
                        .formatted(ended, rule, meanMs, rules.latencyMs())));
        // a thread's sleep may be cut by the resolution of its timer
        return ended > 0 && meanMs >= rules.latencyMs() - 1;
    }

    private String agent(TargetJvm target) {
        String pod = target.pod().name();
        return "Byteman, " + installed.getOrDefault(pod, BEFORE) + ", stays in process " + target.pid()
                + " without a rule of this fault and listens at port " + port
                + ": as with Chaos Mesh, it has no way out";
    }

    private static Evidence said(TargetJvm target, String what, String text) {
        return new Evidence(what, target.pod().name(), 1, "agents", text);
    }
}
