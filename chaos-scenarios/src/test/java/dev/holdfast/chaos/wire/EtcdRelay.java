package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.wire.Tap.Fate;
import dev.holdfast.chaos.wire.Tap.Passage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** One call of a client, and the same call to the member. Each asks for the next message when it has passed one on. */
final class EtcdRelay extends ServerCall.Listener<byte[]> {

    private final ServerCall<byte[], byte[]> client;
    private final ClientCall<byte[], byte[]> member;
    private final EtcdConversation conversation;
    private final Runnable breaking;
    private boolean vanished;

    private EtcdRelay(
            ServerCall<byte[], byte[]> client,
            ClientCall<byte[], byte[]> member,
            EtcdConversation conversation,
            Runnable breaking) {
        this.client = client;
        this.member = member;
        this.conversation = conversation;
        this.breaking = breaking;
    }

    /** @param breaking breaks the connection of the client */
    static EtcdRelay start(
            ServerCall<byte[], byte[]> client,
            Metadata headers,
            Channel channel,
            EtcdConversation conversation,
            Runnable breaking) {
        ClientCall<byte[], byte[]> member = channel.newCall(client.getMethodDescriptor(), CallOptions.DEFAULT);
        EtcdRelay relay = new EtcdRelay(client, member, conversation, breaking);
        member.start(relay.new Replies(), headers);
        member.request(1);
        client.request(1);
        return relay;
    }

    @Override
    public void onMessage(byte[] message) {
        Passage passage = conversation.request(message);
        Fate fate = await(passage::request);
        if (fate == Fate.PASS) {
            member.sendMessage(message);
        } else if (fate == Fate.BREAK) {
            breaking.run();
        } else {
            vanished = true;
        }
        client.request(1);
    }

    @Override
    public void onHalfClose() {
        if (conversation.isStream() || !vanished) {
            member.halfClose();
        }
    }

    @Override
    public void onCancel() {
        member.cancel("the client has cancelled it", null);
    }

    private interface Coming {
        Fate fate() throws InterruptedException;
    }

    /** A proxy that ends while it holds a message breaks the connection. */
    private static Fate await(Coming coming) {
        try {
            return coming.fate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fate.BREAK;
        }
    }

    /** What comes from the member. Headers wait for what they head, so that a lost reply is lost whole. */
    private final class Replies extends ClientCall.Listener<byte[]> {

        private @Nullable Metadata headers;
        private boolean answered;
        private boolean silent;

        @Override
        public void onHeaders(Metadata received) {
            headers = received;
        }

        @Override
        public void onMessage(byte[] message) {
            answered = true;
            Passage passage = conversation.reply(message);
            Fate fate = await(passage::reply);
            if (fate == Fate.PASS) {
                if (headers != null) {
                    client.sendHeaders(headers);
                    headers = null;
                }
                client.sendMessage(message);
            } else {
                lost(fate);
            }
            member.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!answered && !conversation.isStream()) {
                Fate fate = conversation
                        .failed()
                        .map(passage -> await(passage::reply))
                        .orElse(Fate.PASS);
                if (fate != Fate.PASS) {
                    lost(fate);
                }
            }
            if (!silent) {
                client.close(status, trailers);
            }
        }

        private void lost(Fate fate) {
            silent = !conversation.isStream();
            if (fate == Fate.BREAK) {
                breaking.run();
            }
        }
    }
}
