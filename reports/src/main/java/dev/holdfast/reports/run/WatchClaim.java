package dev.holdfast.reports.run;

/** What a config watch promises: the latest value always arrives, or also every value in between. */
public enum WatchClaim {
    LATEST,
    EVERY
}
