package atelier.perf.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Parses a line in the format of {@code nginx/access-log-format.conf}: a JSON object. */
final class JsonLine {
    private final JsonFactory factory = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    /** Returns the line's fields; null if it is not a JSON object. */
    @Nullable
    LogFields parse(char[] characters, int start, int length) {
        try (JsonParser parser = factory.createParser(characters, start, length)) {
            return fields(parser);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable LogFields fields(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        double msec = -1;
        double requestTime = -1;
        String method = null;
        String uri = null;
        String status = null;
        String upstreamStatus = null;
        String cacheStatus = null;
        String ifNoneMatch = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "msec" -> msec = seconds(parser);
                case "request_time" -> requestTime = seconds(parser);
                case "request_method" -> method = parser.getValueAsString();
                case "request_uri" -> uri = parser.getValueAsString();
                case "status" -> status = parser.getValueAsString();
                case "upstream_status" -> upstreamStatus = parser.getValueAsString();
                case "upstream_cache_status" -> cacheStatus = parser.getValueAsString();
                case "http_if_none_match" -> ifNoneMatch = parser.getValueAsString();
                default -> {}
            }
            parser.skipChildren();
        }
        return parser.nextToken() == null
                ? new LogFields(msec, requestTime, method, uri, status, upstreamStatus, cacheStatus, ifNoneMatch)
                : null;
    }

    private static double seconds(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return token.isNumeric() || token == JsonToken.VALUE_STRING ? parser.getValueAsDouble(Double.NaN) : Double.NaN;
    }
}
