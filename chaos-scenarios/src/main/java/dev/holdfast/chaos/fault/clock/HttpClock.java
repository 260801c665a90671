package dev.holdfast.chaos.fault.clock;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** The time that an HTTP server writes into the header of each answer. Source: RFC 9110, 6.6.1. */
record HttpClock(String address, int port) implements WallClock {

    @Override
    public Reading read(Duration bound) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + address + ":" + port + "/").toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) bound.toMillis());
        connection.setReadTimeout((int) bound.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        try {
            Instant asked = Instant.now();
            int status = connection.getResponseCode();
            Instant answered = Instant.now();
            long told = connection.getDate();
            if (told == 0) {
                throw new IOException("the answer " + status + " of " + address + ":" + port + " has no date");
            }
            return Reading.of(Instant.ofEpochMilli(told), asked, answered);
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public String source() {
        return "the Date of its HTTP answers";
    }
}
