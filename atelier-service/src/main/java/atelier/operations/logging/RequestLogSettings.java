package atelier.operations.logging;

import jakarta.validation.constraints.NotNull;
import java.util.TimeZone;

/**
 * The settings of the request log.
 *
 * @param format one JSON object per request, or no request log
 * @param timeZone of the times in the log
 */
public record RequestLogSettings(
        @NotNull Format format, @NotNull TimeZone timeZone) {
    enum Format {
        JSON,
        OFF
    }
}
