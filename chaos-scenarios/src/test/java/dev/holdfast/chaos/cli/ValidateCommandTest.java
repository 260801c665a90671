package dev.holdfast.chaos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {

    private static final String KILL = """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: PodChaos
            metadata: { name: kill }
            spec: { action: pod-kill, mode: one, selector: {} }
            """;
    private static final String KERNEL = """
            apiVersion: chaos-mesh.org/v1alpha1
            kind: KernelChaos
            metadata: { name: alloc }
            spec: { failKernRequest: { failtype: 0 }, mode: one, selector: {} }
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void each_document_of_a_bare_file_gets_its_statement() throws IOException {
        assertThat(validate(KILL + "---\n" + KERNEL)).isEqualTo(Main.AS_EXPECTED);
        assertThat(out.toString().lines())
                .containsExactly(
                        "m.yaml:1: PodChaos kill (pod-kill): exact",
                        "m.yaml:6: KernelChaos alloc: no: needs a kernel with fault injection and kprobes");
    }

    @Test
    void a_broken_document_does_not_hide_the_next_one() throws IOException {
        assertThat(validate(KILL.replace("mode: one", "mode: ones") + "---\n" + KERNEL))
                .isEqualTo(Main.COULD_NOT_RUN);
        assertThat(err.toString()).startsWith("m.yaml:4:").contains("spec.mode: unknown value 'ones'");
        assertThat(out.toString()).contains("KernelChaos alloc");
    }

    private int validate(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("m.yaml"), text);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute("validate", file.toString());
    }
}
