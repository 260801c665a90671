package dev.holdfast.consul;

import dev.holdfast.spi.Secret;
import java.io.IOException;
import java.net.HttpURLConnection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the token with each request. When a member refuses it, the secret is asked for again; if it has changed, the
 * request, which was certainly not applied, is sent again. Safe for many threads.
 *
 * <p>The token goes in the header that HTTP has for it, since OkHttp hides that one in every text it makes of a request.
 * Source: https://developer.hashicorp.com/consul/api-docs/api-structure#authentication
 */
final class AclToken {

    private static final Logger log = LoggerFactory.getLogger(AclToken.class);

    private final Secret secret;
    private volatile String value;

    private AclToken(Secret secret) {
        this.secret = secret;
        this.value = read(secret);
    }

    /** @throws IllegalArgumentException if the secret cannot be a token */
    static void installOn(OkHttpClient.Builder http, Secret secret) {
        http.addInterceptor(new AclToken(secret)::send);
    }

    private static String read(Secret secret) {
        String value = String.valueOf(secret.reveal());
        if (!value.matches("[!-~]+")) {
            throw new IllegalArgumentException("token for Consul must be printable ASCII without blanks, and is not");
        }
        return value;
    }

    private Response send(Interceptor.Chain chain) throws IOException {
        String used = value;
        Response response = chain.proceed(with(used, chain.request()));
        if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            String next = next(used);
            if (!next.equals(used)) {
                response.close();
                return chain.proceed(with(next, chain.request()));
            }
        }
        return response;
    }

    private static Request with(String token, Request request) {
        return request.newBuilder().header("Authorization", "Bearer " + token).build();
    }

    private String next(String used) {
        try {
            value = read(secret);
            return value;
        } catch (RuntimeException e) {
            // of a source that is not ours nothing is repeated
            log.warn(
                    "token refused, and no other could be had: {}", e.getClass().getSimpleName());
            return used;
        }
    }

    @Override
    public String toString() {
        return "AclToken(***)";
    }
}
