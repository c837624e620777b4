package atelier.operations.frontdoor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the metrics need of a line in nginx's format {@code atelier_json}.
 *
 * @param method empty if nginx could not parse the request
 * @param status three digits; 000 if the client went away before nginx had a response
 * @param seconds from the first byte of the request to the last byte of the response
 * @param attempts the status of each node that was asked, in turn; empty if nginx asked none
 * @param cacheStatus HIT, MISS, STALE and others; empty if nginx did not look into its cache
 */
record AccessLogLine(String method, String status, double seconds, List<String> attempts, String cacheStatus) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern STATUS = Pattern.compile("\\d{3}");
    private static final Pattern SEPARATORS = Pattern.compile("[,:\\s]+");

    /** Returns the line; nothing if it is not a line of this format. */
    static Optional<AccessLogLine> parse(String line) {
        String method = "";
        String status = "";
        double seconds = -1;
        String upstreamStatus = "";
        String cacheStatus = "";
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "request_method" -> method = json.getText();
                    case "status" -> status = json.getText();
                    case "request_time" -> seconds = json.getValueAsDouble(-1);
                    case "upstream_status" -> upstreamStatus = json.getText();
                    case "upstream_cache_status" -> cacheStatus = json.getText();
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        if (seconds < 0 || !STATUS.matcher(status).matches()) {
            return Optional.empty();
        }
        return Optional.of(new AccessLogLine(method, status, seconds, statuses(upstreamStatus), cacheStatus));
    }

    /** nginx separates attempts by commas, and by colons after an internal redirect. A dash stands for no response. */
    private static List<String> statuses(String attempts) {
        return Arrays.stream(SEPARATORS.split(attempts))
                .filter(status -> STATUS.matcher(status).matches())
                .toList();
    }
}
