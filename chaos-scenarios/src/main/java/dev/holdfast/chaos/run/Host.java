package dev.holdfast.chaos.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a report says of the machine and of this program. */
final class Host {

    private Host() {}

    static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            facts.put("memory", (system.getTotalMemorySize() >> 20) + " MiB");
            facts.put("load at the end", "%.1f".formatted(system.getSystemLoadAverage()));
        }
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return facts;
    }

    static String toolkitVersion() {
        return Optional.ofNullable(Host.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
