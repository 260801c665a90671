package dev.holdfast.chaos.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.AttachOperationFailedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.byteman.agent.install.Install;
import org.jboss.byteman.agent.submit.ScriptText;
import org.jboss.byteman.agent.submit.Submit;

/**
 * Speaks with one JVM for whoever writes lines to it: {@code order WHAT NAME AMOUNT} to the agent, {@code install PORT} of
 * Byteman, {@code load FILE}, {@code unload FILE} and {@code list} of its rules. Each line gets one line as its answer, which
 * begins with {@code ok} or {@code error}. Runs in the network of the JVM, where Byteman listens.
 */
public final class Control {

    private static final String HOST = "127.0.0.1";
    private static final int TRIES = 10;

    private final String pid;
    private final String agent;
    private int orders;
    private int port;

    private Control(String pid, String agent) {
        this.pid = pid;
        this.agent = agent;
    }

    /** Takes the id of the process and the jar of the agent. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Byteman's own classes print to it what they do
        System.setOut(System.err);
        Control control = new Control(arguments[0], arguments[1]);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(control.answer(line).strip().replace("\n", " | "));
            answers.flush();
        }
    }

    private String answer(String line) {
        String[] words = line.split(" ", 2);
        try {
            return switch (words[0]) {
                case "order" -> ordered(words[1]);
                case "install" -> "ok " + install(Integer.parseInt(words[1]));
                case "load" -> "ok " + submit().addScripts(List.of(script(words[1])));
                case "unload" -> "ok " + submit().deleteScripts(List.of(script(words[1])));
                case "list" -> "ok " + submit().listAllRules();
                default -> "error unknown word '" + words[0] + "'";
            };
            // Byteman's client declares nothing narrower
        } catch (Exception e) {
            e.printStackTrace();
            return "error " + e;
        }
    }

    private String ordered(String order)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        if (order.startsWith("heap ")) {
            // whatever answering needs is initialized while there is memory: a class that fails to be is lost for ever
            order("ready - 0");
        }
        return order.startsWith("calm ") ? calm(order) : order(order);
    }

    private String order(String order)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        // other faults may give orders to the same JVM
        String number = ProcessHandle.current().pid() + "." + ++orders;
        VirtualMachine target = VirtualMachine.attach(pid);
        try {
            target.loadAgent(agent, number + ' ' + order);
            String answer = read(target);
            return answer.startsWith(number + ' ')
                    ? answer.substring(number.length() + 1)
                    : "error no answer to order " + number + " but '" + answer + "'";
        } finally {
            target.detach();
        }
    }

    /** Reads what the agent has left; a JVM whose heap is full may need a collection before it can tell. */
    private static String read(VirtualMachine target) throws IOException {
        for (int left = TRIES; left > 1; left--) {
            try {
                return target.getSystemProperties().getProperty(TargetAgent.ANSWER, "");
            } catch (AttachOperationFailedException e) {
                System.err.println("read again, since: " + e);
            }
        }
        return target.getSystemProperties().getProperty(TargetAgent.ANSWER, "");
    }

    /** Gives an order that may be repeated: a JVM whose heap is full may need a collection before it can take it. */
    private String calm(String order)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        for (int left = TRIES; left > 1; left--) {
            try {
                return order(order);
            } catch (AttachOperationFailedException | AgentInitializationException e) {
                System.err.println("again, since: " + e);
            }
        }
        return order(order);
    }

    /** Loads Byteman unless it listens there already, which an earlier fault has then left. */
    private String install(int listener)
            throws IOException, AttachNotSupportedException, AgentLoadException, AgentInitializationException {
        port = listener;
        // the counters come first: a rule whose helper is not found brings down the thread that it fires on
        String ready = order("ready - 0");
        if (!ready.startsWith("ok")) {
            throw new IOException("the agent said: " + ready);
        }
        if (Install.isAgentAttached(pid)) {
            return "loaded before";
        }
        Install.install(pid, true, HOST, listener, new String[] {"org.jboss.byteman.transform.all=true"});
        return "loaded";
    }

    private Submit submit() {
        return new Submit(HOST, port, System.err);
    }

    private static ScriptText script(String file) throws IOException {
        return new ScriptText(file, Files.readString(Path.of(file)));
    }
}
