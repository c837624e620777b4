package atelier.operations.logging;

import jakarta.validation.constraints.NotNull;
import java.util.TimeZone;

/**
 * What is written of each request.
 *
 * @param format how its line looks, if it has one
 * @param timeZone in which its time is written
 */
public record RequestLogSettings(
        @NotNull Format format, @NotNull TimeZone timeZone) {
    enum Format {
        OFF,
        TEXT,
        JSON
    }
}
