package dev.holdfast.chaos.workflow;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is repeated until it has been answered well, or badly, often enough.
 *
 * @param isContinuous     whether it goes on after success, until its duration is over
 * @param span             how long it goes on at most; null for without end
 * @param timeout          of one request
 * @param interval         from the start of one request to the start of the next; the first waits as long
 * @param failureThreshold how many failures in a row complete it
 * @param successThreshold how many successes in a row at its end make it successful
 */
public record StatusCheck(
        String name,
        boolean isContinuous,
        @Nullable Duration span,
        Duration timeout,
        Duration interval,
        int failureThreshold,
        int successThreshold,
        Http http) {

    /**
     * A request, and which answers are good.
     *
     * @param leastStatus the lowest good status code
     * @param mostStatus  the highest good status code
     */
    public record Http(
            URI url, String method, Map<String, List<String>> headers, String body, int leastStatus, int mostStatus) {
        public Http {
            headers = Map.copyOf(headers);
        }

        public boolean isGood(int status) {
            return leastStatus <= status && status <= mostStatus;
        }
    }
}
