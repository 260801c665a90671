package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Codec;
import dev.holdfast.ConfigStore;
import dev.holdfast.Versioned;
import dev.holdfast.chaos.wire.Outcome.Answered;
import dev.holdfast.chaos.wire.Outcome.Told;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import java.util.Optional;

/** What is done with a config value; nobody else writes it meanwhile, so a conflict would be false. */
enum ConfigOperation implements Operation {
    PUT(true) {
        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return config(scene).put(LossScene.KEY, NEW, TEXT, LossScene.ANSWER);
        }
    },

    /** The first value of all, for which the store may have to make what stands above. */
    PUT_FIRST(false) {
        @Override
        public void prepare(LossScene scene) throws InterruptedException {
            assertThat(scene.connect().config().get(LossScene.KEY, TEXT, LossScene.ANSWER))
                    .isEmpty();
        }

        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return config(scene).put(LossScene.KEY, NEW, TEXT, LossScene.ANSWER);
        }
    },

    PUT_IF_ABSENT(false) {
        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return config(scene).putIfAbsent(LossScene.KEY, NEW, TEXT, LossScene.ANSWER);
        }
    },

    REPLACE(true) {
        @Override
        public Object run(LossScene scene) throws InterruptedException {
            long revision = stored(scene).orElseThrow().revision();
            return config(scene).replace(LossScene.KEY, revision, NEW, TEXT, LossScene.ANSWER);
        }
    },

    DELETE(true) {
        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return config(scene).delete(LossScene.KEY, LossScene.ANSWER);
        }

        @Override
        boolean isDone(Optional<Versioned<String>> stored) {
            return stored.isEmpty();
        }

        @Override
        void verifyAnswer(Object answer, Optional<Versioned<String>> stored) {
            assertThat(answer).as("whether there was a value").isEqualTo(true);
        }
    };

    private static final String OLD = "old";
    private static final String NEW = "new";
    private static final Codec<String> TEXT = Codec.text();

    private final boolean isThereBefore;

    ConfigOperation(boolean isThereBefore) {
        this.isThereBefore = isThereBefore;
    }

    @Override
    public void prepare(LossScene scene) throws InterruptedException {
        long above = scene.connect().config().put("another", OLD, TEXT, LossScene.ANSWER);
        assertThat(above).isPositive();
        if (isThereBefore) {
            assertThat(config(scene).put(LossScene.KEY, OLD, TEXT, LossScene.ANSWER))
                    .isPositive();
        }
        scene.awaitQuiet();
    }

    @Override
    public void verify(LossScene scene, Outcome outcome) throws InterruptedException {
        Optional<Versioned<String>> stored = stored(scene);
        if (outcome instanceof Answered answered) {
            assertThat(isDone(stored)).as("done, but there is %s", stored).isTrue();
            verifyAnswer(answered.value(), stored);
        } else if (outcome instanceof Told told) {
            assertThat(told.error()).isInstanceOfAny(Indeterminate.class, Unavailable.class);
            if (told.error() instanceof Unavailable) {
                assertThat(isDone(stored))
                        .as("told %s, and there is %s", told, stored)
                        .isFalse();
            }
        }
        scene.subjectIsBack();
    }

    boolean isDone(Optional<Versioned<String>> stored) {
        return stored.map(Versioned::value).filter(NEW::equals).isPresent();
    }

    void verifyAnswer(Object answer, Optional<Versioned<String>> stored) {
        assertThat(answer).isEqualTo(stored.orElseThrow().revision());
    }

    private static ConfigStore config(LossScene scene) {
        return scene.subject().config();
    }

    /** Reads as the other client. */
    private static Optional<Versioned<String>> stored(LossScene scene) throws InterruptedException {
        return scene.other().config().get(LossScene.KEY, TEXT, LossScene.ANSWER);
    }
}
