package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.wire.Outcome.Answered;
import dev.holdfast.chaos.wire.Request.Role;

/** Connecting, and closing while a lock is held. */
enum ConnectionOperation implements Operation {
    CONNECT {
        @Override
        public void prepare(LossScene scene) {
            scene.mayLeaveASessionToRunOut();
        }

        @Override
        public Object run(LossScene scene) throws InterruptedException {
            return scene.connect();
        }

        @Override
        public void verify(LossScene scene, Outcome outcome) throws InterruptedException {
            if (outcome instanceof Answered) {
                scene.subject().lock(LossScene.LOCK).acquire(LossScene.PATIENCE).close();
            }
            scene.otherIsServed();
        }
    },

    CLOSE {
        @Override
        public void prepare(LossScene scene) throws InterruptedException {
            scene.hold(scene.connect().lock(LossScene.LOCK).acquire(LossScene.PATIENCE));
            scene.awaitQuiet();
        }

        @Override
        public Object run(LossScene scene) {
            scene.subject().close();
            return true;
        }

        @Override
        public boolean mayOutrun(Role role) {
            return true;
        }

        @Override
        public void verify(LossScene scene, Outcome outcome) throws InterruptedException {
            assertThat(outcome).isInstanceOf(Answered.class);
            assertThat(scene.held().isHeld()).isFalse();
            scene.otherIsServed();
        }
    }
}
