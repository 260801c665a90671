package dev.holdfast.chaos.document;

/**
 * A file says something that its reader does not take. The message is the place, the path of the field and the problem, in
 * that order: {@code partition.yaml:12:3: spec.selector.labelSelector: unknown field; did you mean 'labelSelectors'?}
 */
public final class DocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String path;
    private final String problem;

    public DocumentException(Position position, String path, String problem) {
        super(position + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
        this.position = position;
        this.path = path;
        this.problem = problem;
    }

    public Position position() {
        return position;
    }

    /** Returns the path of the field from the document's root, empty for the document itself. */
    public String path() {
        return path;
    }

    /** Returns what is wrong and what was expected, without the place. */
    public String problem() {
        return problem;
    }
}
