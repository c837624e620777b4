package atelier.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/**
 * What a request may bring along, although only changes read it, and whose pages may read its answer.
 *
 * @param largestBody how many bytes a request's body may have
 * @param bodyTimeout how long it may take to arrive
 * @param origins whose pages may read answers
 */
public record HttpSettings(
        @NotNull DataSize largestBody,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration bodyTimeout,

        @NotNull CrossOrigins origins) {}
