package dev.holdfast.memory;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A place that does what another does, which may change, except where a bug is planted. */
class ForwardingPlace implements Place {

    private final Supplier<Place> real;

    ForwardingPlace(Supplier<Place> real) {
        this.real = real;
    }

    ForwardingPlace(Place real) {
        this(() -> real);
    }

    @Override
    public long token() {
        return real.get().token();
    }

    @Override
    public String entry() {
        return real.get().entry();
    }

    @Override
    public boolean follows(String entry) {
        return real.get().follows(entry);
    }

    @Override
    public Session session() {
        return real.get().session();
    }

    @Override
    public CompletionStage<Void> turn() {
        return real.get().turn();
    }

    @Override
    public CompletionStage<LossReason> gone() {
        return real.get().gone();
    }

    @Override
    public CompletionStage<Void> leave() {
        return real.get().leave();
    }
}
