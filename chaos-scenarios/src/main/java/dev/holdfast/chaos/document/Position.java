package dev.holdfast.chaos.document;

import org.yaml.snakeyaml.error.Mark;

/** A place in a file; line and column count from 1. */
public record Position(String file, int line, int column) {

    static Position of(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
