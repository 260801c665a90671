package dev.holdfast.etcd;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Knows whether one call was ever given to a connection. */
final class Sending extends ClientStreamTracer.Factory {

    private volatile boolean begun;

    /** Returns false only if no byte of the call can have left. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void streamCreated(Attributes transport, Metadata sent) {
                begun = true;
            }
        };
    }
}
