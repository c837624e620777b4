package atelier.operations.dashboard;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.DurationRange;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/**
 * The settings of the dashboard.
 *
 * @param interval the time between two readings of the metrics, which is the distance of two points on the charts
 */
public record DashboardSettings(
        @NotNull @DurationRange(min = 100, max = 60_000, unit = TimeUnit.MILLISECONDS)
        Duration interval) {}
