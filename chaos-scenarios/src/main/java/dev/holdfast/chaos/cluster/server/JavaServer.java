package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Launch;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A server that is a Java program, whose start a {@link ClassArchive} can shorten. */
interface JavaServer extends ServerProgram {

    ClassPath classPath();

    /** As {@link #launch(Member, List, Map)}, with the flags that use or write a class archive. */
    Launch launch(Member member, List<Member> all, Map<String, String> settings, List<String> archive)
            throws IOException;

    @Override
    default Launch launch(Member member, List<Member> all, Map<String, String> settings) throws IOException {
        return launch(member, all, settings, ClassArchive.of(classPath()).use());
    }
}
