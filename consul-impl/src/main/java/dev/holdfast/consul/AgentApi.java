package dev.holdfast.consul;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.PUT;
import retrofit2.http.Path;

/**
 * The requests on one agent's own services and checks.
 *
 * <p>Source: https://developer.hashicorp.com/consul/api-docs/agent/service
 */
interface AgentApi {

    @PUT("agent/service/register")
    Call<Void> register(@Body Service service);

    @PUT("agent/check/pass/{id}")
    Call<Void> pass(@Path("id") String checkId);

    @PUT("agent/service/deregister/{id}")
    Call<Void> deregister(@Path("id") String serviceId);

    /** A service; what is empty is not sent. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Service(
            @JsonProperty("ID") String id,
            @JsonProperty("Name") String name,
            @JsonProperty("Tags") List<String> tags,
            @JsonProperty("Address") String address,
            @JsonProperty("Port") int port,
            @JsonProperty("Meta") Map<String, String> metadata,
            @JsonProperty("Checks") List<Check> checks) {

        /** Returns a service that is there for the sake of its check, which bears its name. */
        static Service ofCheck(String id, String namespace, Duration ttl) {
            Check check = Check.beating(id, "holdfast " + namespace, ttl);
            return new Service(id, "holdfast", List.of(namespace), "", 0, Map.of(), List.of(check));
        }

        /**
         * Returns an instance that passes while a check does.
         *
         * @param checkId the service of the check, which bears its name
         * @param isPassing whether it says that it can serve
         */
        static Service instance(
                String id,
                String name,
                String namespace,
                Reach reach,
                Map<String, String> metadata,
                String checkId,
                boolean isPassing) {
            List<Check> checks = new ArrayList<>(2);
            checks.add(Check.following(id + ":alive", checkId));
            if (!isPassing) {
                checks.add(Check.failing(id + ":mark"));
            }
            return new Service(id, name, List.of(namespace), reach.host(), reach.port(), metadata, checks);
        }
    }

    /**
     * A check, of one of two kinds: critical unless it is told otherwise once in a TTL, or as the checks of another service
     * of the same agent are.
     *
     * @param ttl null for the second kind
     * @param aliasOf null for the first kind
     * @param after how long it must have been critical for the service to be removed, a minute at least; null for never
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(
            @JsonProperty("CheckID") String id,
            @JsonProperty("Name") String name,
            @JsonProperty("TTL") @Nullable String ttl,
            @JsonProperty("AliasService") @Nullable String aliasOf,
            @JsonProperty("Status") String status,

            @JsonProperty("DeregisterCriticalServiceAfter") @Nullable
            String after) {

        /** Stays longer than those that follow it: an alias of what is not there any more keeps its last state. */
        static Check beating(String id, String name, Duration ttl) {
            return new Check(id, name, SessionApi.millis(ttl), null, "passing", "2m");
        }

        static Check following(String id, String serviceId) {
            return new Check(id, "alive", null, serviceId, "passing", "1m");
        }

        /** Nobody ever passes it. */
        static Check failing(String id) {
            return new Check(id, "marked as unable to serve", "1h", null, "critical", null);
        }
    }
}
