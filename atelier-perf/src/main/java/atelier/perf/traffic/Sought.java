package atelier.perf.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor has written, and must find in a list that they read afterwards.
 *
 * @param key the member that identifies the written row
 * @param value its value as text
 * @param counter the member that the write has raised; null if the row is new
 * @param least the smallest value of the counter
 */
public record Sought(String key, String value, @Nullable String counter, int least) {

    /** Tells whether a list shows it. */
    boolean isIn(JsonNode rows) {
        for (JsonNode row : rows) {
            if (row.path(key).asText().equals(value)) {
                return counter == null || row.path(counter).asInt() >= least;
            }
        }
        return false;
    }
}
