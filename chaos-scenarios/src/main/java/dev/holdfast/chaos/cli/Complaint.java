package dev.holdfast.chaos.cli;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.document.DocumentException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Turns an error into what a user is shown: its message where it was written for users, all of it where it was not. */
final class Complaint {

    private Complaint() {}

    static String of(Throwable error) {
        if (error instanceof DocumentException
                || error instanceof ClusterException
                || error instanceof IllegalArgumentException) {
            return String.valueOf(error.getMessage());
        }
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return "a defect of this program: " + text;
    }
}
