package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.ClusterException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Says what an API server's refusal means for a fault, and what is known after it. */
final class ApiError {

    private ApiError() {}

    static ClusterException of(String what, KubernetesClientException e) {
        String said = e.getStatus() == null || e.getStatus().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getStatus().getMessage();
        return new ClusterException(
                what + ": " + meaning(e.getCode(), said) + "; the server said (" + e.getCode() + "): " + said, e);
    }

    /** Code 0 is that of a request without an answer. */
    static String meaning(int code, String said) {
        if (said.contains("failed calling webhook")) {
            return "Chaos Mesh's admission webhook cannot be reached, so nothing was changed: look at its controller";
        }
        if (said.contains("admission webhook") && said.contains("denied")) {
            return "Chaos Mesh's admission webhook refuses it, and nothing was changed";
        }
        if (said.contains("is forbidden on namespace")) {
            return "Chaos Mesh asks for the right to break this namespace, which this user lacks; nothing was changed";
        }
        return switch (code) {
            case 0 -> "no answer came; whether it was done is not known";
            case 400 -> "the document does not fit its definition, and nothing was changed";
            case 401 -> "the credentials are not accepted, and nothing was changed";
            case 403 -> "this user lacks the right, and nothing was changed";
            case 404 -> "there is no such object, or its definition is not installed";
            case 409 -> "it conflicts with what is there, and nothing was changed";
            case 422 -> "the document is not valid, and nothing was changed";
            default ->
                code >= 500
                        ? "the server failed; whether it was done is not known"
                        : "the server refused, and nothing was changed";
        };
    }
}
