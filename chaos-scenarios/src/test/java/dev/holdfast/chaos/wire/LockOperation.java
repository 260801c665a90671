package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DistributedLock;
import dev.holdfast.Grant;
import dev.holdfast.chaos.wire.Outcome.Answered;
import dev.holdfast.chaos.wire.Outcome.Told;
import dev.holdfast.chaos.wire.Request.Role;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import java.util.Optional;
import java.util.concurrent.Future;

/** What is done with a lock. */
enum LockOperation implements Operation {
    /** Of a name that nobody has used before. */
    ACQUIRE_NEW {
        @Override
        public void prepare(LossScene scene) throws InterruptedException {
            assertThat(scene.connect()).isNotNull();
        }

        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return lock(scene).tryAcquire(LossScene.PATIENCE);
        }
    },

    ACQUIRE_FREE {
        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return lock(scene).tryAcquire(LossScene.PATIENCE);
        }
    },

    /** Behind the other client, which then gives it back: the hand-over is part of it. */
    ACQUIRE_HELD {
        @Override
        public void prepare(LossScene scene) throws InterruptedException {
            super.prepare(scene);
            scene.hold(scene.other().lock(LossScene.LOCK).acquire(LossScene.PATIENCE));
        }

        @Override
        public Object run(LossScene scene) throws InterruptedException {
            Future<Optional<Grant>> waiting = scene.start(() -> lock(scene).tryAcquire(LossScene.PATIENCE));
            scene.awaitQueued(2);
            scene.awaitQuiet();
            assertThat(waiting.isDone()).as("granted while another holds it").isFalse();
            scene.held().close();
            return LossScene.result(waiting);
        }
    },

    RELEASE {
        @Override
        public void prepare(LossScene scene) throws InterruptedException {
            super.prepare(scene);
            scene.hold(lock(scene).acquire(LossScene.PATIENCE));
            scene.awaitQuiet();
        }

        @Override
        public Object run(LossScene scene) {
            scene.held().close();
            return Optional.empty();
        }

        @Override
        public boolean mayOutrun(Role role) {
            return role == Role.NOTICE;
        }
    },

    TRY_FREE {
        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return lock(scene).tryAcquire();
        }
    },

    TRY_HELD {
        @Override
        public void prepare(LossScene scene) throws InterruptedException {
            super.prepare(scene);
            scene.hold(scene.other().lock(LossScene.LOCK).acquire(LossScene.PATIENCE));
        }

        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return lock(scene).tryAcquire();
        }

        @Override
        public void verify(LossScene scene, Outcome outcome) throws InterruptedException {
            assertThat(scene.held().isHeld()).isTrue();
            scene.awaitQueued(1);
            if (outcome instanceof Answered answered) {
                assertThat(answered.value()).isEqualTo(Optional.empty());
            }
            scene.held().close();
            scene.otherIsServed();
            scene.subjectIsBack();
        }
    };

    /** The lock has been used before, so that the store has what stands above its queue. */
    @Override
    public void prepare(LossScene scene) throws InterruptedException {
        scene.connect().lock(LossScene.LOCK).acquire(LossScene.PATIENCE).close();
        scene.awaitQueued(0);
        scene.awaitQuiet();
    }

    @Override
    public void verify(LossScene scene, Outcome outcome) throws InterruptedException {
        if (outcome instanceof Told told) {
            assertThat(told.error()).isInstanceOfAny(Indeterminate.class, Unavailable.class);
            if (told.error() instanceof Unavailable) {
                assertThat(scene.queued()).as("entries, told: " + told.error()).isZero();
            }
        } else if (outcome instanceof Answered answered && answered.value() instanceof Optional<?> optional) {
            if (optional.isPresent() && optional.get() instanceof Grant grant) {
                assertThat(grant.isHeld()).isTrue();
                assertThat(scene.queued()).as("entries while one is granted").isEqualTo(1);
                assertThat(scene.other().lock(LossScene.LOCK).tryAcquire())
                        .as("a second grant")
                        .isEmpty();
                grant.close();
            } else {
                assertThat(this).as("is told that others have it").isEqualTo(RELEASE);
            }
        }
        scene.otherIsServed();
        scene.subjectIsBack();
    }

    private static DistributedLock lock(LossScene scene) {
        return scene.subject().lock(LossScene.LOCK);
    }
}
