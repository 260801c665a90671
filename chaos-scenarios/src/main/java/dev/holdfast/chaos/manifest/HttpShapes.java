package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.FLAG;
import static dev.holdfast.chaos.manifest.Formats.INT32;
import static dev.holdfast.chaos.manifest.Formats.MAP;
import static dev.holdfast.chaos.manifest.Formats.POSITIVE;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.words;

import dev.holdfast.chaos.manifest.Shape.Dictionary;
import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.Whole;

/**
 * The specifications of HTTPChaos, PodHttpChaos and StatusCheck. Sources: httpchaos_types.go, httpchaos_webhook.go,
 * podhttpchaos_types.go, statuscheck_types.go and statuscheck_webhook.go.
 */
final class HttpShapes {

    private static final Struct REPLACEMENT = Struct.allows(STRING, "path", "method")
            .andAllows(INT32, "code")
            .andAllows(Formats.BASE64, "body")
            .andAllows(MAP, "queries", "headers");

    private static final Struct PATCH = Struct.allows(
                    Struct.requires("type", STRING).andRequires("value", STRING), "body")
            .andAllows(new Listing(STRINGS), "queries", "headers");

    private static final Struct ACTIONS = Struct.allows(FLAG, "abort")
            .andAllows(Formats.GIVEN_DURATION, "delay")
            .andAllows(REPLACEMENT, "replace")
            .andAllows(PATCH, "patch");

    private static final Struct TLS = Struct.requires("certificateName", STRING)
            .andRequires("privateKeyName", STRING)
            .andRequires("secretName", STRING)
            .andRequires("secretNamespace", STRING)
            .andAllows(STRING, "caName");

    private static final Struct MATCH = Struct.allows(STRING, "path", "method")
            .andAllows(INT32, "code")
            .andAllows(MAP, "request_headers", "response_headers");

    static final Struct HTTP_CHAOS = Struct.requires("target", words("Request", "Response"))
            .with(Selectors.PODS)
            .with(Selectors.SPAN)
            .with(ACTIONS)
            .with(MATCH)
            // the definition has it optional, and the webhook refuses 0
            .andRequires("port", new Whole(1, Integer.MAX_VALUE))
            .andAllows(TLS, "tls")
            .where(Rules.when("target", "Request", HttpShapes::requireMethod));

    static final Struct POD_HTTP_CHAOS = Struct.allows(
                    new Listing(Struct.requires("target", STRING)
                            .andRequires("selector", MATCH.andAllows(INT32, "port"))
                            .andRequires("actions", ACTIONS)
                            .andRequires("port", INT32)
                            .andAllows(STRING, "source")),
                    "rules")
            .andAllows(TLS, "tls");

    private static final Struct PROBE = Struct.requires("url", Formats.URL)
            .andRequires("criteria", Struct.requires("statusCode", Formats.STATUS_CODE))
            .andAllows(words("GET", "POST"), "method")
            .andAllows(new Dictionary(STRINGS), "headers")
            .andAllows(STRING, "body");

    static final Struct STATUS_CHECK = Struct.allows(words("Synchronous", "Continuous"), "mode")
            .andAllows(words("HTTP"), "type")
            .andAllows(Formats.DURATION, "duration")
            .andAllows(POSITIVE, "timeoutSeconds", "intervalSeconds", "failureThreshold", "successThreshold")
            .andAllows(new Whole(1, 1000), "recordsHistoryLimit")
            .andRequires("http", PROBE);

    private HttpShapes() {}

    private static void requireMethod(Values values) {
        values.get("method")
                .ifPresent(
                        words("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT")::check);
    }
}
