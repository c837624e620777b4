package atelier.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.DataSizeRange;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/**
 * Bounds of request bodies, and the origins whose pages may read responses.
 *
 * @param largestBody the largest body that is accepted
 * @param bodyTimeout how long a body may take to arrive
 * @param origins the origins whose pages may read responses
 */
public record HttpSettings(
        @NotNull @DataSizeRange(min = 1, max = 1024, unit = DataSizeUnit.KIBIBYTES)
        DataSize largestBody,

        @NotNull @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration bodyTimeout,

        @NotNull CrossOrigins origins) {}
