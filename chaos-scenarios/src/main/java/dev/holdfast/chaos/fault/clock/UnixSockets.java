package dev.holdfast.chaos.fault.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The local sockets that a process has open, by the name they were bound to. Source: proc(5), /proc/net/unix. */
record UnixSockets(long pid) {

    /** Columns of a line: address, users, protocol, flags, type, state, inode, name. */
    private static final int FLAGS = 3;

    private static final int STATE = 5;
    private static final int INODE = 6;
    private static final int NAME = 7;
    private static final String ACCEPTS = "00010000";
    private static final String CONNECTED = "03";

    /** Returns whether the process takes connections under a name, or one that it was renamed from. */
    boolean isListening(String name) {
        return isAny(String.valueOf(pid), name, FLAGS, ACCEPTS);
    }

    /**
     * Returns whether the process has taken a connection of this one under that name. Such a socket is in the list of the
     * network that it was asked from, which need not be that of the process. Source: unix_stream_connect in net/unix.
     */
    boolean hasAccepted(String name) {
        return isAny("self", name, STATE, CONNECTED) || isAny(String.valueOf(pid), name, STATE, CONNECTED);
    }

    private boolean isAny(String network, String name, int column, String value) {
        try {
            Set<String> open = open();
            return Files.readString(Path.of("/proc/" + network + "/net/unix"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.strip().split("\\s+", -1))
                    .anyMatch(words -> words.length > NAME
                            && (words[NAME].equals(name) || words[NAME].equals(name + ".tmp"))
                            && words[column].equals(value)
                            && open.contains("socket:[" + words[INODE] + "]"));
        } catch (IOException | DirectoryIteratorException e) {
            // the process is gone
            return false;
        }
    }

    private Set<String> open() throws IOException {
        Set<String> open = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)) {
                    open.add(target(file));
                }
            }
        }
        return open;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            // closed since the folder was listed
            return "";
        }
    }
}
