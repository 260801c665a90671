package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.Watch;
import dev.holdfast.model.Unavailable;
import dev.holdfast.reports.RunFolder;
import dev.holdfast.tck.Certificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store that asks for proof promises: a wrong one is told at once and clearly, and none is ever shown. */
abstract class SecretsContract {

    static final String WRONG = "wr0ng-and-never-shown";

    /** Much less than the fifteen seconds that connecting may take. */
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final Duration BOUND = Duration.ofSeconds(15);

    private final String namespace =
            "tck/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    @TempDir
    private Path folder;

    /** Returns the address for a namespace, with the right proofs. */
    abstract String address(String name);

    /** Returns the address for a namespace, with another file in the place of the right secret. */
    abstract String address(String name, Path secret);

    /** Returns the option that names the certificates of those whom the client trusts. */
    abstract Path authority();

    /** Returns the right secret, which nobody may ever see. */
    abstract String secret();

    /** Returns patterns of what the store makes of a secret, for a while, which the toolkit may not show either. */
    List<Pattern> madeOfIt() {
        return List.of();
    }

    /** Returns as what the error names the one who was refused. */
    abstract String refused();

    /** Returns what the names of the backend's threads begin with. */
    abstract List<String> threadPrefixes();

    /** Returns the folder of the servers' logs, which is a part of a run's folder. */
    abstract Path serverLogs();

    static Pattern literally(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List<String> forms = List.of(
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes));
        return Pattern.compile(forms.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    private Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> threadPrefixes().stream().anyMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }

    private Throwable refusedAtOnce(String address) {
        Set<Thread> before = threads();
        long start = System.nanoTime();
        Throwable refused = catchThrowable(() -> Coordination.connect(address).close());
        assertThat(refused).isInstanceOf(Unavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        await("nothing is left open").atMost(BOUND).until(() -> before.containsAll(threads()));
        return refused;
    }

    @Test
    void a_wrong_secret_is_one_clear_error_at_once() throws InterruptedException {
        prepare();
        Path wrong = Certificates.in(folder).write("wrong", WRONG);

        assertThat(refusedAtOnce(address(namespace, wrong)))
                .hasMessageContaining(namespace)
                .hasMessageContaining(refused());
    }

    /** Makes something that only its makers may see. */
    private void prepare() throws InterruptedException {
        try (Coordination own = Coordination.connect(address(namespace))) {
            own.lock("prepared").acquire(BOUND).close();
        }
    }

    @Test
    void a_store_that_cannot_prove_who_it_is_is_refused_at_once() {
        Path other = Certificates.in(folder).authority();

        assertThat(refusedAtOnce(address(namespace).replace(authority().toString(), other.toString())))
                .hasMessageContaining("PKIX path");
    }

    @Test
    void no_secret_is_ever_shown() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try (LogCapture log = new LogCapture()) {
            try (Coordination own = Coordination.connect(address(namespace))) {
                seen.add(own.toString());
                use(own);
            }
            Path wrong = Certificates.in(folder).write("wrong", WRONG);
            StringWriter trace = new StringWriter();
            catchThrowable(() -> Coordination.connect(address(namespace, wrong)))
                    .printStackTrace(new PrintWriter(trace));
            seen.add(trace.toString());
            seen.addAll(log.lines());
        }
        assertThat(seen).hasSizeGreaterThan(10).noneMatch(this::tells);
    }

    @Test
    void no_file_of_a_run_holds_a_secret() throws IOException {
        RunFolder run = new RunFolder(folder.resolve("run")).create();
        Path wrong = Certificates.in(folder).write("wrong", WRONG);
        try (SecuredRun clients = new SecuredRun(folder.resolve("data"), run)) {
            clients.work("let-in", address(namespace));
            clients.fail("refused", address(namespace, wrong));
        }
        run.judge();

        Map<String, String> files = texts(run.path());
        assertThat(files)
                .containsKeys("run.json", "history.jsonl", "verdict.json", "report.html", "report.md")
                .containsKeys("let-in.log")
                .hasEntrySatisfying("refused.log", log -> assertThat(log).contains(refused()));
        files.forEach(
                (name, text) -> assertThat(tells(text)).as("secret in " + name).isFalse());
        // etcd writes a token that it refuses, since it is over, to its own log
        texts(serverLogs())
                .forEach((name, text) -> assertThat(
                                literally(secret()).matcher(text).find())
                        .as("secret in " + name)
                        .isFalse());
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    /** Returns whether a secret, right or wrong, or what was made of it, is in a text. */
    private boolean tells(String text) {
        return Stream.concat(madeOfIt().stream(), Stream.of(literally(secret()), literally(WRONG)))
                .anyMatch(hidden -> hidden.matcher(text).find());
    }

    private void use(Coordination own) throws InterruptedException {
        try (Grant grant = own.lock("shown").acquire(BOUND);
                Watch<String> watch = own.config().watch("shown", Codec.text())) {
            assertThat(grant.isHeld()).isTrue();
            own.config().put("shown", "a value", Codec.text(), BOUND);
            await("the value arrives").atMost(BOUND).until(() -> watch.current().isPresent());
        }
    }
}
