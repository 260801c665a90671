package dev.holdfast.bench.measure;

/** One thing that is measured, of all contenders that can do it. */
interface Measurement {

    /** Measures and notes each figure; every worker it started has ended when this returns. */
    void run(Stage stage) throws InterruptedException;
}
