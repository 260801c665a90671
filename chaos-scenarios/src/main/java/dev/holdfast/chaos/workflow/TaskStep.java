package dev.holdfast.chaos.workflow;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Nearest;
import java.util.Arrays;
import java.util.Optional;

/** What a task can run here: a step known by the name of an image, whatever the tag behind it. */
public enum TaskStep {
    /** The command and its arguments, as a program of this machine. */
    PROGRAM("busybox"),
    /** Prints the member that leads now; exit code 1 when none does. */
    LEADER("holdfast.dev/leader");

    private final String image;

    TaskStep(String image) {
        this.image = image;
    }

    /** Returns the step that an image stands for. */
    public static Optional<TaskStep> of(String image) {
        int tag = image.indexOf(':');
        String name = tag < 0 ? image : image.substring(0, tag);
        return Arrays.stream(values()).filter(step -> step.image.equals(name)).findFirst();
    }

    /** Throws {@link dev.holdfast.chaos.document.DocumentException} for an image that stands for no step. */
    static String read(Field image) {
        if (of(image.text()).isEmpty()) {
            throw image.error("no step is known by the image '" + image.string() + "'"
                    + Nearest.hint(
                            image.string(),
                            Arrays.stream(values()).map(step -> step.image).toList()));
        }
        return image.string();
    }
}
