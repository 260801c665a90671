package dev.holdfast.bench.cli;

import dev.holdfast.bench.lab.Lab;
import dev.holdfast.bench.lab.LabSpec;
import dev.holdfast.bench.measure.Measurements;
import dev.holdfast.bench.measure.Plan;
import dev.holdfast.bench.measure.Stage;
import dev.holdfast.bench.result.Results;
import dev.holdfast.bench.result.Sample;
import dev.holdfast.bench.result.Table;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures ours beside peers, on the same servers in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = TableCommand.class,
        description = "Measures ours beside peers, on the same servers in the same run.")
final class RunCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "MEASUREMENT", description = "What to measure; without any, everything.")
    private List<String> measurements = List.of();

    @Option(
            names = "--store",
            split = ",",
            paramLabel = "STORE",
            description = "On these stores (default: zookeeper,etcd,consul).")
    private List<String> stores = List.of("zookeeper", "etcd", "consul");

    @Option(
            names = "--members",
            split = ",",
            paramLabel = "COUNT",
            description = "With so many members each (default: 1,3).")
    private List<Integer> members = List.of(1, 3);

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds of what is measured in turns; --failovers, --locks and --waiters are for the rest"
                    + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "How long each contender's turn lasts (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "5",
            description = "How long each contender runs first, in seconds (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--pace-ms",
            defaultValue = "20",
            description = "Between two writes that are watched (default: ${DEFAULT-VALUE}).")
    private int paceMs;

    @Option(
            names = "--failovers",
            defaultValue = "20",
            description = "Fail-overs of each kind, of each contender (default: ${DEFAULT-VALUE}).")
    private int failovers;

    @Option(names = "--locks", defaultValue = "10000", description = "Locks at once (default: ${DEFAULT-VALUE}).")
    private int locks;

    @Option(names = "--waiters", defaultValue = "1000", description = "Waiters at once (default: ${DEFAULT-VALUE}).")
    private int waiters;

    @Option(
            names = "--session",
            defaultValue = "10",
            description = "The session of every client, in seconds (default: ${DEFAULT-VALUE}).")
    private int session;

    @Option(
            names = "--via",
            defaultValue = "leader",
            description = "Which members clients are told of: 'leader' or 'all' (default: ${DEFAULT-VALUE}).")
    private String via = "leader";

    @Option(
            names = "--against",
            split = ",",
            paramLabel = "CONTENDER",
            description = "These contenders only, beside ours and the floor.")
    private List<String> against = List.of();

    @Option(
            names = "--data",
            defaultValue = "${sys:java.io.tmpdir}",
            description =
                    "Where servers keep their files, which decides what a write costs (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("/tmp");

    @Option(
            names = "--out",
            defaultValue = "${sys:holdfast.bench.home}/target/results",
            description = "Where results are written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("target/results");

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the workers' Java, for instance to profile them; may be given often.")
    private List<String> jvm = List.of();

    private final List<Sample> samples = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        List<String> chosen = measurements.isEmpty() ? List.copyOf(Measurements.names()) : measurements;
        check(chosen);
        Plan plan = new Plan(
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                Duration.ofMillis(paceMs),
                failovers,
                locks,
                waiters);
        String now = LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Path file = out.resolve(now + ".jsonl");
        for (String store : stores) {
            for (int count : members) {
                LabSpec spec = new LabSpec(
                        ServerKind.valueOf(store.toUpperCase(Locale.ROOT)),
                        count,
                        Duration.ofSeconds(session),
                        via.equals("leader"),
                        data.toAbsolutePath(),
                        out.toAbsolutePath().resolveSibling("logs").resolve(now),
                        jvm);
                measure(spec, plan, chosen, file);
            }
        }
        System.out.println();
        System.out.print(new Table(samples).markdown());
        System.out.println("\nResults: " + file);
        return 0;
    }

    private void check(List<String> chosen) {
        for (String name : chosen) {
            if (!Measurements.names().contains(name)) {
                throw new IllegalArgumentException(
                        "measurement must be one of " + Measurements.names() + ", was '" + name + "'");
            }
        }
        if (!via.equals("leader") && !via.equals("all")) {
            throw new IllegalArgumentException("--via must be leader or all, was '" + via + "'");
        }
    }

    private void measure(LabSpec spec, Plan plan, List<String> chosen, Path file) throws InterruptedException {
        Voice voice = new Voice(System.out, spec);
        voice.say("starting " + spec.members() + " members");
        Lab lab = Lab.open(spec, voice::say);
        Thread end = new Thread(lab::close, "bench-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            Results results = Results.begin(file, facts(lab, plan, chosen));
            Stage stage = new Stage(
                    lab,
                    plan,
                    against,
                    sample -> {
                        samples.add(sample);
                        results.add(sample);
                        voice.say(sample.inWords());
                    },
                    voice::say);
            for (String name : chosen) {
                Measurements.run(name, stage);
            }
        } finally {
            lab.close();
            forget(end);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is shutting down: the hook runs, which is what it is for
        }
    }

    private Map<String, Object> facts(Lab lab, Plan plan, List<String> chosen) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", LocalDateTime.now(ZoneId.systemDefault()).withNano(0).toString());
        facts.put("server", lab.server());
        facts.put("members", lab.spec().members());
        facts.put("measurements", chosen);
        facts.put("rounds", plan.rounds());
        facts.put("turn s", plan.burst().toSeconds());
        facts.put("warm-up s", warmUp);
        facts.put("pace ms", paceMs);
        facts.put("session s", session);
        facts.put("via", via);
        facts.put("data", data.toString());
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("jvm", System.getProperty("java.vm.version"));
        facts.put("server settings", lab.settings());
        return facts;
    }
}
