package dev.holdfast.consul;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an instance is reached, as Consul wants to be told.
 *
 * @param host its name or IP address; whatever was said of it if that has another form
 * @param port 0 if none was said
 */
record Reach(String host, int port) {

    private static final int PORT_MAX = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?(\\[[^\\]]+\\]|[^:/\\[\\]]+)(?::(\\d{1,5}))?(?:/.*)?");

    /** Reads {@code host}, {@code host:port}, {@code [::1]:port}, and URLs with these. */
    static Reach of(String address) {
        Matcher form = FORM.matcher(address);
        if (!form.matches()) {
            return new Reach(address, 0);
        }
        int port = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        return port > PORT_MAX ? new Reach(address, 0) : new Reach(form.group(1).replaceAll("[\\[\\]]", ""), port);
    }
}
