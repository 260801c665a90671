package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.wire.Request.Role;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.OpCode;

/**
 * ZooKeeper's messages: a length, then for a request its number and operation, for a reply the request's number. The first
 * message of each side opens the session and has neither. Source: {@code ClientCnxn} and {@code zookeeper.jute} of
 * ZooKeeper 3.9.5.
 */
final class ZooKeeperFrames implements Frames {

    private static final int LENGTH_MAX = 8 * 1024 * 1024;
    private static final int CONNECT = Integer.MIN_VALUE;
    private static final int NOTICE = -1;
    private static final int REPLY_HEADER_BYTES = 16;

    private static final Map<Integer, String> OPERATIONS = Map.ofEntries(
            Map.entry(OpCode.create, "create"),
            Map.entry(OpCode.create2, "create2"),
            Map.entry(OpCode.createContainer, "createContainer"),
            Map.entry(OpCode.createTTL, "createTTL"),
            Map.entry(OpCode.delete, "delete"),
            Map.entry(OpCode.exists, "exists"),
            Map.entry(OpCode.getData, "getData"),
            Map.entry(OpCode.setData, "setData"),
            Map.entry(OpCode.getACL, "getACL"),
            Map.entry(OpCode.setACL, "setACL"),
            Map.entry(OpCode.getChildren, "getChildren"),
            Map.entry(OpCode.getChildren2, "getChildren2"),
            Map.entry(OpCode.sync, "sync"),
            Map.entry(OpCode.ping, "ping"),
            Map.entry(OpCode.check, "check"),
            Map.entry(OpCode.multi, "multi"),
            Map.entry(OpCode.multiRead, "multiRead"),
            Map.entry(OpCode.removeWatches, "removeWatches"),
            Map.entry(OpCode.checkWatches, "checkWatches"),
            Map.entry(OpCode.setWatches, "setWatches"),
            Map.entry(OpCode.setWatches2, "setWatches2"),
            Map.entry(OpCode.addWatch, "addWatch"),
            Map.entry(OpCode.getEphemerals, "getEphemerals"),
            Map.entry(OpCode.auth, "auth"),
            Map.entry(OpCode.closeSession, "closeSession"));

    private static final Map<Integer, String> EVENTS =
            Map.of(1, "event(created)", 2, "event(deleted)", 3, "event(data)", 4, "event(children)");

    private boolean isOpening = true;
    private boolean isOpened;

    @Override
    public Frame request(DataInputStream in) throws IOException {
        ByteBuffer message = message(in);
        if (isOpening) {
            isOpening = false;
            return new Frame(CONNECT, "connect", Role.FOREGROUND, message);
        }
        int xid = message.getInt();
        int operation = message.getInt();
        String kind = OPERATIONS.getOrDefault(operation, "operation(" + operation + ')');
        if (operation == OpCode.ping) {
            return new Frame(xid, kind, Role.BACKGROUND, message);
        }
        if (operation == OpCode.sync && path(message).equals("/")) {
            return new Frame(xid, "sync(/)", Role.BACKGROUND, message);
        }
        if (operation == OpCode.multi || operation == OpCode.multiRead) {
            kind += operations(message);
        }
        return new Frame(xid, kind, Role.FOREGROUND, message);
    }

    @Override
    public Frame reply(DataInputStream in) throws IOException {
        ByteBuffer message = message(in);
        if (!isOpened) {
            isOpened = true;
            return Frame.reply(CONNECT, message);
        }
        int xid = message.getInt();
        if (xid == NOTICE) {
            int event = message.getInt(Integer.BYTES + REPLY_HEADER_BYTES);
            return Frame.notice(EVENTS.getOrDefault(event, "event(" + event + ')'), message);
        }
        return Frame.reply(xid, message);
    }

    /** Reads one message with its length, and stands behind the length. */
    private static ByteBuffer message(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LENGTH_MAX) {
            throw new ProtocolException("a message of " + length + " bytes");
        }
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + length);
        message.putInt(length);
        in.readFully(message.array(), Integer.BYTES, length);
        return message;
    }

    private static String path(ByteBuffer message) {
        byte[] path = new byte[message.getInt()];
        message.get(path);
        return new String(path, StandardCharsets.UTF_8);
    }

    private static String operations(ByteBuffer message) throws IOException {
        MultiOperationRecord multi = new MultiOperationRecord();
        byte[] rest = new byte[message.remaining()];
        message.get(rest);
        multi.deserialize(BinaryInputArchive.getArchive(new ByteArrayInputStream(rest)), "request");
        List<String> kinds = new ArrayList<>();
        for (Op op : multi) {
            kinds.add(OPERATIONS.getOrDefault(op.getType(), String.valueOf(op.getType())));
        }
        return '(' + String.join(",", kinds) + ')';
    }
}
