package dev.holdfast.reports.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The system under test. {@code binarySource} says where the server program came from; {@code timeouts} are the settings
 * that were shortened for the run, with the value in use and the usual one in words.
 */
public record SubjectFacts(
        String store,
        String version,
        String binarySource,
        int members,
        String client,
        String clientVersion,
        Map<String, String> settings,
        Map<String, String> timeouts) {
    public SubjectFacts {
        Rules.requireText("subject.store", store);
        Rules.requireText("subject.version", version);
        Rules.requireText("subject.binarySource", binarySource);
        Rules.requireNotNegative("subject.members", members);
        Rules.requireText("subject.client", client);
        Rules.requireText("subject.clientVersion", clientVersion);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        timeouts = Collections.unmodifiableMap(new LinkedHashMap<>(timeouts));
    }
}
