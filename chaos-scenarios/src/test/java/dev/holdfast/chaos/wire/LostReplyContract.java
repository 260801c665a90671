package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import dev.holdfast.chaos.wire.Recording.Mark;
import dev.holdfast.chaos.wire.Request.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each reply that an operation gets, and each event, is lost once. The caller is told what happened, or that it is not
 * known; nothing is left in a queue, no right is granted twice, no session is leaked, and the next one is served.
 */
abstract class LostReplyContract extends WireContract {

    /** Returns the manners in which a reply can be lost. An event is lost only together with its connection. */
    abstract List<Manner> losses();

    /** Returns the kind of the request that ends a session. */
    abstract String closing();

    /** One message of an operation: the nth of its kind. */
    record Message(String kind, Role role, int nth) {
        boolean isOfKind(Request request) {
            return request.kind().equals(kind) && request.role() == role;
        }

        @Override
        public String toString() {
            return nth == 1 ? kind : kind + " no. " + nth;
        }
    }

    @TestFactory
    Stream<DynamicContainer> every_reply_may_be_lost() {
        return Operation.all().stream().map(operation -> dynamicContainer(operation.name(), cases(operation)));
    }

    @Test
    void a_session_ends_though_the_request_to_end_it_was_lost_with_its_connection() throws InterruptedException {
        try (LossScene scene = new LossScene(lab())) {
            ConnectionOperation.CLOSE.prepare(scene);
            Order lost = scene.proxy().loseRequest(closing(), 1, Manner.BREAK);
            assertThat(scene.attempt(ConnectionOperation.CLOSE)).isInstanceOf(Outcome.Answered.class);
            assertThat(lost.hasFired()).isTrue();
            scene.closeAndCheckSessions();
        }
    }

    private Stream<DynamicTest> cases(Operation operation) {
        return Stream.of(operation)
                .flatMap(one -> answered(one).stream())
                .flatMap(message -> losses().stream()
                        .filter(manner -> message.role() != Role.NOTICE || manner == Manner.BREAK)
                        .map(manner -> dynamicTest(
                                operation.name() + ": " + message + " by " + manner,
                                () -> lose(operation, message, manner))));
    }

    /** Does it once without a loss, and returns what was answered, and told. */
    private List<Message> answered(Operation operation) {
        try (LossScene scene = new LossScene(lab())) {
            operation.prepare(scene);
            Mark start = scene.proxy().recording().mark();
            Outcome outcome = scene.attempt(operation);
            scene.awaitQuiet();
            List<Request> all = scene.proxy().recording().allSince(start);
            operation.verify(scene, outcome);
            scene.closeAndCheckSessions();
            assertThat(outcome).isInstanceOf(Outcome.Answered.class);
            return messages(all);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<Message> messages(List<Request> all) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Request request = all.get(i);
            if (request.isAnswered() && request.role() != Role.BACKGROUND) {
                Message first = new Message(request.kind(), request.role(), 1);
                long nth =
                        all.subList(0, i + 1).stream().filter(first::isOfKind).count();
                messages.add(new Message(request.kind(), request.role(), Math.toIntExact(nth)));
            }
        }
        return messages;
    }

    private void lose(Operation operation, Message message, Manner manner) throws InterruptedException {
        try (LossScene scene = new LossScene(lab())) {
            operation.prepare(scene);
            Order lost = scene.proxy().order(Part.REPLY, manner, message::isOfKind, message.nth());
            Outcome outcome = scene.attempt(operation);
            if (!operation.mayOutrun(message.role())) {
                assertThat(lost.awaitFired(LossScene.BOUND))
                        .as("the reply came")
                        .isTrue();
            }
            operation.verify(scene, outcome);
            scene.closeAndCheckSessions();
        }
    }
}
