package dev.holdfast;

import dev.holdfast.spi.Contention.Contender;
import java.util.List;

/** Who may hold the right of a queue beside whom. */
sealed interface Sharing {

    /** Returns what those who share so say of themselves in the queue, unless they have a name of their own. */
    default String label() {
        return "";
    }

    /** Returns how many places at the front of the queue have their turn by their position. */
    default int seats() {
        return 1;
    }

    /** Returns how many of one process may hold the right at the same time. */
    default int holdersMax() {
        return seats();
    }

    /** Returns whether a place can have its turn before its position says so, by what is told of those before it. */
    default boolean isTold() {
        return false;
    }

    /**
     * Returns whether the right is free for one who comes after these.
     *
     * @throws IllegalArgumentException if one of them shares by another rule
     */
    boolean admits(List<Contender> before);

    /** Returns what tells apart the sides of one queue. */
    default String side() {
        return "";
    }

    /** One holds it, and nobody beside. */
    record Alone() implements Sharing {
        @Override
        public boolean admits(List<Contender> before) {
            return before.isEmpty();
        }
    }

    /** A number of permits is held at the same time. */
    record Permits(int permits) implements Sharing {
        public Permits {
            if (permits < 1) {
                throw new IllegalArgumentException("permits must be >= 1, was " + permits);
            }
        }

        @Override
        public String label() {
            return Integer.toString(permits);
        }

        @Override
        public int seats() {
            return permits;
        }

        @Override
        public boolean admits(List<Contender> before) {
            for (Contender one : before) {
                if (!one.label().equals(label())) {
                    throw new IllegalArgumentException(
                            "all clients of a semaphore must give the same permits, one gave " + one.label()
                                    + " and this one " + permits);
                }
            }
            return before.size() < permits;
        }
    }

    /** Nobody excludes anybody: being in the queue is all. */
    record Everybody() implements Sharing {
        @Override
        public int seats() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean admits(List<Contender> before) {
            return true;
        }
    }

    /** Held beside other readers: waits for the writers before it. */
    record Reader() implements Sharing {
        @Override
        public String label() {
            return "r";
        }

        @Override
        public int holdersMax() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isTold() {
            return true;
        }

        @Override
        public boolean admits(List<Contender> before) {
            return before.stream().allMatch(one -> one.label().equals(label()));
        }

        @Override
        public String side() {
            return "#read";
        }
    }

    /** Held alone: waits for all before it. */
    record Writer() implements Sharing {
        @Override
        public String label() {
            return "w";
        }

        @Override
        public boolean admits(List<Contender> before) {
            return before.isEmpty();
        }

        @Override
        public String side() {
            return "#write";
        }
    }
}
