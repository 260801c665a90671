package dev.holdfast.chaos.fault.jvm;

/** What is done to a JVM. */
public sealed interface JvmAction {

    /** Byteman's rules are in force, and in the case of latency each firing lasts that long; 0 where none is asked. */
    record Rules(RuleScript script, long latencyMs) implements JvmAction {}

    /** Threads keep that many processors busy. */
    record Processor(int count) implements JvmAction {
        public Processor {
            if (count < 1) {
                throw new IllegalArgumentException("count: must be 1 or more, given " + count);
            }
        }
    }

    /** All of the heap is taken, or stacks overflow again and again. */
    record Memory(Kind kind) implements JvmAction {

        /** What is filled. */
        public enum Kind {
            HEAP("heap"),
            STACK("stack");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            String word() {
                return word;
            }
        }
    }

    /** The garbage is collected, once. */
    record Collection() implements JvmAction {}
}
