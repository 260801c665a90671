package dev.holdfast.consul;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.kiwiproject.consul.model.session.SessionCreatedResponse;
import org.kiwiproject.consul.model.session.SessionInfo;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.PUT;
import retrofit2.http.Path;

/**
 * The requests on sessions. The client's own {@code SessionClient} leaves out an empty list of checks, whereupon the
 * server binds the session to the node's health, and its calls can be neither bounded in time one by one nor given up.
 *
 * <p>Source: https://developer.hashicorp.com/consul/api-docs/session
 */
interface SessionApi {

    @PUT("session/create")
    Call<SessionCreatedResponse> create(@Body Request request);

    @PUT("session/renew/{id}")
    Call<List<SessionInfo>> renew(@Path("id") String id);

    @PUT("session/destroy/{id}")
    Call<Boolean> destroy(@Path("id") String id);

    /**
     * What a session is asked to be. No checks of any kind: only its TTL and its owner end it. No lock-delay: each
     * entry has a key of its own, which nobody else ever locks.
     *
     * <p>The client's mapper leaves out empty lists unless told otherwise; the server binds a session without a list to
     * the health of its node, and ends it as soon as that node is cut off.
     *
     * @param name for people
     * @param ttl as the server reads it, such as {@code 2500ms}
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Request(
            @JsonProperty("Name") String name,
            @JsonProperty("TTL") String ttl,
            @JsonProperty("Behavior") String behavior,
            @JsonProperty("LockDelay") String lockDelay,
            @JsonProperty("Checks") List<String> checks,
            @JsonProperty("NodeChecks") List<String> nodeChecks,
            @JsonProperty("ServiceChecks") List<String> serviceChecks) {

        static Request of(String name, long ttlMillis) {
            return new Request(name, ttlMillis + "ms", "delete", "0s", List.of(), List.of(), List.of());
        }
    }
}
