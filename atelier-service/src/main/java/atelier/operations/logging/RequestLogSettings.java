package atelier.operations.logging;

import atelier.cli.InvalidSettingException;
import com.fasterxml.jackson.annotation.JsonCreator;
import jakarta.validation.constraints.NotNull;
import java.time.DateTimeException;
import java.time.ZoneId;

/**
 * The settings of the request log.
 *
 * @param format one JSON object per request, or no request log
 * @param timeZone of the times in the log
 */
public record RequestLogSettings(
        @NotNull Format format, @NotNull Zone timeZone) {
    enum Format {
        JSON,
        OFF
    }

    /** A time zone that exists. {@code java.util.TimeZone}, which Dropwizard uses for the other log, takes UTC for any other name. */
    record Zone(ZoneId id) {
        @JsonCreator
        static Zone of(String name) {
            try {
                return new Zone(ZoneId.of(name, ZoneId.SHORT_IDS));
            } catch (DateTimeException e) {
                throw new InvalidSettingException(
                        "must be a time zone such as UTC or Europe/Berlin, but is \"" + name + "\"");
            }
        }
    }
}
