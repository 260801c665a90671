package dev.holdfast.consul;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kiwiproject.consul.model.session.SessionCreatedResponse;
import org.kiwiproject.consul.model.session.SessionInfo;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.QueryMap;

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

    @GET("session/info/{id}")
    Call<List<Map<String, Object>>> info(@Path("id") String id, @QueryMap Map<String, String> query);

    @PUT("session/destroy/{id}")
    Call<Boolean> destroy(@Path("id") String id);

    /**
     * What a session is asked to be. In the plain mode without checks of any kind: only its TTL and its owner end it.
     *
     * <p>The client's mapper leaves out empty lists unless told otherwise; the server binds a session without a list to
     * the health of its node, and ends it as soon as that node is cut off.
     *
     * @param name for people
     * @param ttl as the server reads it, such as {@code 2500ms}
     * @param lockDelay for how long keys that it held are refused to others after it was invalidated
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Request(
            @JsonProperty("Name") String name,
            @JsonProperty("TTL") String ttl,
            @JsonProperty("Behavior") String behavior,
            @JsonProperty("LockDelay") String lockDelay,
            @JsonProperty("NodeChecks") List<String> nodeChecks,
            @JsonProperty("ServiceChecks") List<CheckName> serviceChecks) {

        static Request plain(String name, Duration ttl) {
            return new Request(name, millis(ttl), "delete", "0s", List.of(), List.of());
        }

        static Request boundTo(String checkId, String name, Duration ttl, Duration lockDelay) {
            return new Request(
                    name, millis(ttl), "delete", millis(lockDelay), List.of(), List.of(new CheckName(checkId)));
        }
    }

    /** Names a check of a service. */
    record CheckName(@JsonProperty("ID") String id) {}

    static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
