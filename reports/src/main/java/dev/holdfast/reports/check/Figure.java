package dev.holdfast.reports.check;

/** A measured number with its unit. */
public record Figure(String name, double value, String unit) {}
