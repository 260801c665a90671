package dev.holdfast.chaos.workflow;

/** What a task came to: its exit code, and what it printed without blanks around it. */
public record TaskResult(int exitCode, String stdout) {
    public TaskResult {
        stdout = stdout.strip();
    }
}
