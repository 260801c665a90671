package dev.holdfast.chaos.manifest;

import dev.holdfast.chaos.document.Position;

/**
 * What is said of a document that Chaos Mesh takes.
 *
 * @param action empty for a kind without actions
 */
public record Statement(Position position, String kind, String action, String name, Execution execution) {

    @Override
    public String toString() {
        return position.file() + ":" + position.line() + ": " + kind + " " + name
                + (action.isEmpty() ? "" : " (" + action + ")") + ": " + execution;
    }
}
