package atelier.perf.replay;

import atelier.perf.replay.LogLine.LeftOut;
import atelier.perf.replay.LogLine.Request;
import atelier.perf.traffic.Route;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a line, with nginx's names. Null means that the line lacks the field; an empty method means that the server could not read
 * the request line.
 *
 * @param msec the end of the request, in seconds since 1970; NaN if it is no number, negative if it is missing
 * @param requestTime seconds; NaN and negative as for msec
 */
record LogFields(
        double msec,
        double requestTime,
        @Nullable String method,
        @Nullable String uri,
        @Nullable String status,
        @Nullable String upstreamStatus,
        @Nullable String cacheStatus,
        @Nullable String ifNoneMatch) {

    private static final LeftOut OTHER_PATH = new LeftOut("other path");
    private static final LeftOut UNUSABLE_TIME = new LeftOut("no usable time");
    private static final LeftOut UNUSABLE_CONDITION = new LeftOut("no usable If-None-Match");

    private static final Set<String> OTHER_METHODS =
            Set.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The statuses of the API itself. Others come from nginx, or depend on the state of the service at that time. */
    private static final Map<String, Integer> STATUSES =
            Map.of("200", 200, "204", 204, "304", 304, "400", 400, "404", 404, "422", 422);

    private static final Pattern STATUS = Pattern.compile("[0-9]{3}");
    private static final Pattern ENTITY_TAGS = Pattern.compile("[A-Za-z0-9 \"*,._~:+/=-]{1,1024}");

    /**
     * Decides whether the line can be replayed.
     *
     * @param votes whether votes can be replayed; other writes never can
     */
    LogLine judge(boolean votes) {
        if (msec == -1 || requestTime == -1 || method == null || uri == null || status == null) {
            return new LeftOut("no " + missingField());
        }
        boolean isRead = method.equals("GET") || method.equals("HEAD");
        boolean isVote = votes && method.equals("PUT");
        if (!isRead && !isVote && !method.isEmpty()) {
            return new LeftOut("method " + (OTHER_METHODS.contains(method) ? method : "unknown"));
        }
        Optional<Route> route = isVote ? Route.ofVote(uri) : Route.of(uri);
        if (route.isEmpty() && !method.isEmpty()) {
            return OTHER_PATH;
        }
        Integer code = STATUSES.get(status);
        if (code == null || route.isEmpty() || (code == 204 && !isVote)) {
            return new LeftOut("status " + (STATUS.matcher(status).matches() ? status : "unknown"));
        }
        if (code >= 400 && isAbsent(upstreamStatus) && isAbsent(cacheStatus)) {
            return new LeftOut("status " + code + " by nginx itself");
        }
        String condition = ifNoneMatch == null || isAbsent(ifNoneMatch) ? null : ifNoneMatch;
        if (condition != null && !ENTITY_TAGS.matcher(condition).matches()) {
            return UNUSABLE_CONDITION;
        }
        // At most 2^53 microseconds, the year 2255; false for NaN.
        if (!(requestTime >= 0 && msec >= requestTime && msec < 9e9)) {
            return UNUSABLE_TIME;
        }
        long endMicros = Math.round(msec * 1e6);
        long arrivalMicros = endMicros - Math.round(requestTime * 1e6);
        return new Request(
                arrivalMicros,
                endMicros,
                method.isEmpty() ? "GET" : method,
                route.get(),
                uri,
                code,
                isVote ? null : condition);
    }

    private String missingField() {
        if (msec == -1) {
            return "msec";
        } else if (requestTime == -1) {
            return "request_time";
        } else if (method == null) {
            return "request_method";
        }
        return uri == null ? "request_uri" : "status";
    }

    /** Tells whether an nginx variable was empty. A log may lack the field altogether; then nothing is known. */
    private static boolean isAbsent(@Nullable String value) {
        return value != null && (value.isEmpty() || value.equals("-"));
    }
}
