package atelier.perf.replay;

import atelier.perf.replay.LogLine.LeftOut;
import atelier.perf.replay.LogLine.Request;
import atelier.perf.traffic.Route;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a line, and decides whether it can be replayed. */
final class LineParser {
    static final LeftOut NOT_JSON = new LeftOut("not JSON");

    private static final LeftOut OTHER_PATH = new LeftOut("other path");
    private static final LeftOut UNUSABLE_TIME = new LeftOut("no usable time");
    private static final LeftOut UNUSABLE_CONDITION = new LeftOut("no usable If-None-Match");

    private static final Set<String> OTHER_METHODS =
            Set.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The statuses of the API itself. Others come from nginx, or depend on the state of the service at that time. */
    private static final Map<String, Integer> STATUSES = Map.of("200", 200, "304", 304, "400", 400, "404", 404);

    private static final Pattern STATUS = Pattern.compile("[0-9]{3}");
    private static final Pattern ENTITY_TAGS = Pattern.compile("[A-Za-z0-9 \"*,._~:+/=-]{1,1024}");

    private final JsonFactory factory = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private double endSeconds;
    private double requestSeconds;
    private @Nullable String method;
    private @Nullable String target;
    private @Nullable String status;
    private @Nullable String upstreamStatus;
    private @Nullable String cacheStatus;
    private @Nullable String ifNoneMatch;

    LogLine parse(char[] characters, int start, int length) {
        endSeconds = -1;
        requestSeconds = -1;
        method = target = status = upstreamStatus = cacheStatus = ifNoneMatch = null;
        try (JsonParser parser = factory.createParser(characters, start, length)) {
            return readFields(parser) ? judge() : NOT_JSON;
        } catch (IOException e) {
            return NOT_JSON;
        }
    }

    private boolean readFields(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "msec" -> endSeconds = seconds(parser);
                case "request_time" -> requestSeconds = seconds(parser);
                case "request_method" -> method = parser.getValueAsString();
                case "request_uri" -> target = parser.getValueAsString();
                case "status" -> status = parser.getValueAsString();
                case "upstream_status" -> upstreamStatus = parser.getValueAsString();
                case "upstream_cache_status" -> cacheStatus = parser.getValueAsString();
                case "http_if_none_match" -> ifNoneMatch = parser.getValueAsString();
                default -> {}
            }
            parser.skipChildren();
        }
        return parser.nextToken() == null;
    }

    private static double seconds(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return token.isNumeric() || token == JsonToken.VALUE_STRING ? parser.getValueAsDouble(Double.NaN) : Double.NaN;
    }

    private LogLine judge() {
        if (endSeconds == -1 || requestSeconds == -1 || method == null || target == null || status == null) {
            return new LeftOut("no " + missingField());
        }
        boolean isHead = method.equals("HEAD");
        if (!isHead && !method.equals("GET") && !method.isEmpty()) {
            return new LeftOut("method " + (OTHER_METHODS.contains(method) ? method : "unknown"));
        }
        Optional<Route> route = Route.of(target);
        if (route.isEmpty() && !method.isEmpty()) {
            return OTHER_PATH;
        }
        Integer code = STATUSES.get(status);
        if (code == null || route.isEmpty()) {
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
        if (!(requestSeconds >= 0 && endSeconds >= requestSeconds && endSeconds < 9e9)) {
            return UNUSABLE_TIME;
        }
        long endMicros = Math.round(endSeconds * 1e6);
        long arrivalMicros = endMicros - Math.round(requestSeconds * 1e6);
        return new Request(arrivalMicros, endMicros, isHead ? "HEAD" : "GET", route.get(), target, code, condition);
    }

    private String missingField() {
        if (endSeconds == -1) {
            return "msec";
        } else if (requestSeconds == -1) {
            return "request_time";
        } else if (method == null) {
            return "request_method";
        }
        return target == null ? "request_uri" : "status";
    }

    /** Tells whether an nginx variable was empty. A log may lack the field altogether; then nothing is known. */
    private static boolean isAbsent(@Nullable String value) {
        return value != null && (value.isEmpty() || value.equals("-"));
    }
}
