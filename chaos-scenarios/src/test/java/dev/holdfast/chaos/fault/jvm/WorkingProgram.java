package dev.holdfast.chaos.fault.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A target for {@link JvmFaultIT}: answers each line with what its work returned or threw, and how long it took. */
public final class WorkingProgram {

    private WorkingProgram() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Byteman prints its settings to it, as it does in our clients
        System.setOut(System.err);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answers.println("ready");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long start = System.nanoTime();
            String result = result();
            answers.println(result + ' ' + (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static String result() {
        try {
            return work(20);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static String work(int number) throws IOException {
        if (number < 0) {
            throw new IOException("negative");
        }
        return "worked-" + number;
    }
}
