package dev.holdfast.chaos.fault.stress;

/** What the machine is burdened with, beside one pod. */
sealed interface Stressor {

    /**
     * Threads that compute.
     *
     * @param load how much of the time, in percent
     */
    record Processors(int workers, int load) implements Stressor {
        public Processors {
            if (workers < 1 || load < 1 || load > 100) {
                throw new IllegalArgumentException(
                        "workers, load: must be 1 or more and 1 to 100, given " + workers + ", " + load);
            }
        }

        /** Returns the processor time asked for in that long, no more than this machine has processors. */
        double askedNanos(long elapsedNanos) {
            return Math.min((double) workers * load / 100, Runtime.getRuntime().availableProcessors()) * elapsedNanos;
        }
    }

    /**
     * Memory that is written to and kept; the workers share it evenly, as in Chaos Mesh.
     *
     * @param score what the kernel adds to the program's badness when memory runs out, -1000 to 1000
     */
    record Memory(int workers, Amount size, int score) implements Stressor {
        public Memory {
            if (workers < 1) {
                throw new IllegalArgumentException("workers: must be 1 or more, given " + workers);
            }
        }
    }

    /** Whatever stress-ng does when it is told so. */
    record Words(String words) implements Stressor {}
}
