package dev.holdfast.bench.consul;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Consul's own program: {@code consul lock NAME COMMAND}, which runs the command while it holds the lock. The command
 * says that it runs, and ends when it is told to.
 *
 * <p>Source: https://developer.hashicorp.com/consul/commands/lock
 */
final class ProgramClient implements Client {

    private final Setup setup;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    ProgramClient(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Hold acquire(String name) {
        try {
            Process process = new ProcessBuilder(List.of(
                            setup.program(),
                            "lock",
                            "-http-addr=http://" + setup.endpoints().get(0),
                            "-pass-stdin",
                            "consul-program-" + name,
                            "echo held; read line"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            running.add(process);
            if (!"held".equals(process.inputReader().readLine())) {
                throw new IllegalStateException("consul lock did not run its command");
            }
            return new Held(process);
        } catch (IOException e) {
            throw new UncheckedIOException("run " + setup.program() + " lock", e);
        }
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }

    private final class Held implements Hold {

        private final Process process;

        Held(Process process) {
            this.process = process;
        }

        @Override
        public long token() {
            return 0;
        }

        @Override
        public void close() {
            try {
                process.outputWriter().append("end\n").flush();
                process.waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException("end the command under consul lock", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                process.destroyForcibly();
                running.remove(process);
            }
        }
    }
}
