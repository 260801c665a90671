package dev.holdfast.consul;

import dev.holdfast.consul.StoreFault.NoAnswer;
import dev.holdfast.consul.StoreFault.NotSent;
import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.util.Jackson;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * One Consul server or agent. Speaks the client's own interfaces, on an OkHttp of ours: the client's
 * {@code KeyValueClient} has no transaction that can be given up or bounded in time, and drops the reasons of one that
 * was rolled back.
 */
final class Member {

    private static final Duration GRACE = Duration.ofMillis(50);

    private final Endpoint endpoint;
    private final KeyValueClient.Api keys;
    private final SessionApi sessions;
    private final AgentApi agent;
    private final Ticker ticker;

    /** @param scheme how the member is spoken to, in the words of a URL */
    Member(String scheme, Endpoint endpoint, OkHttpClient http, Ticker ticker) {
        this.endpoint = endpoint;
        this.ticker = ticker;
        Retrofit retrofit = new Retrofit.Builder()
                .baseUrl(scheme + "://" + endpoint + "/v1/")
                .addConverterFactory(JacksonConverterFactory.create(Jackson.MAPPER))
                .client(http)
                .build();
        this.keys = retrofit.create(KeyValueClient.Api.class);
        this.sessions = retrofit.create(SessionApi.class);
        this.agent = retrofit.create(AgentApi.class);
    }

    /** A request under way. */
    record Flight<T>(Call<T> call, CompletableFuture<Answer<T>> answer) {
        CompletionStage<Answer<T>> stage() {
            return answer;
        }

        void giveUp() {
            call.cancel();
        }

        /** Waits for the answer, a little longer than the request itself is bounded; gives it up when interrupted. */
        Answer<T> await(Duration within) throws InterruptedException, StoreFault {
            try {
                return answer.get(within.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                giveUp();
                throw e;
            } catch (TimeoutException e) {
                giveUp();
                throw new NoAnswer("the client", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof StoreFault fault) {
                    throw fault;
                }
                throw new NoAnswer("the client", e);
            }
        }
    }

    /**
     * Sends a request on the key-value interface. The answer completes on one of the client's threads, with a
     * {@link StoreFault} if there is none of use, in little more than {@code withinNanos}.
     */
    <T> Flight<T> ask(Function<KeyValueClient.Api, Call<T>> request, long withinNanos) {
        return start(request.apply(keys), withinNanos);
    }

    /** Sends a request on the session interface; otherwise as {@link #ask}. */
    <T> Flight<T> askSession(Function<SessionApi, Call<T>> request, long withinNanos) {
        return start(request.apply(sessions), withinNanos);
    }

    /** Sends a request on the agent's own interface; otherwise as {@link #ask}. */
    <T> Flight<T> askAgent(Function<AgentApi, Call<T>> request, long withinNanos) {
        return start(request.apply(agent), withinNanos);
    }

    private <T> Flight<T> start(Call<T> call, long withinNanos) {
        call.timeout().timeout(Math.max(1, withinNanos), TimeUnit.NANOSECONDS);
        Flight<T> flight = new Flight<>(call, new CompletableFuture<>());
        long sentNanos = ticker.nanos();
        call.enqueue(new Callback<>() {
            @Override
            public void onResponse(Call<T> answered, Response<T> response) {
                settle(flight.answer, response, sentNanos);
            }

            @Override
            public void onFailure(Call<T> failed, Throwable cause) {
                flight.answer.completeExceptionally(
                        cause instanceof SendMark.NotConnected notConnected
                                ? new NotSent(toString(), notConnected)
                                : new NoAnswer(toString(), cause));
            }

            @Override
            public String toString() {
                return Member.this.toString();
            }
        });
        return flight;
    }

    private <T> void settle(CompletableFuture<Answer<T>> answer, Response<T> response, long sentNanos) {
        int status = response.code();
        String problem;
        try (ResponseBody error = response.errorBody()) {
            problem = error == null ? "" : error.string();
        } catch (IOException e) {
            answer.completeExceptionally(new NoAnswer(toString(), e));
            return;
        }
        boolean usable = status == Answer.OK || status == Answer.NOT_FOUND || status == Answer.ROLLED_BACK;
        if (!usable) {
            answer.completeExceptionally(new Refused(toString(), status, problem));
        } else if ("false".equalsIgnoreCase(response.headers().get("X-Consul-KnownLeader"))) {
            answer.completeExceptionally(
                    new Refused(toString(), 500, "No cluster leader (X-Consul-KnownLeader: false)"));
        } else {
            answer.complete(new Answer<>(status, response.body(), problem, index(response), sentNanos));
        }
    }

    private static long index(Response<?> response) {
        String index = response.headers().get("X-Consul-Index");
        return index != null && index.matches("[0-9]{1,18}") ? Long.parseLong(index) : 0;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
