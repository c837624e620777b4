package atelier.operations.monitoring;

import static java.util.stream.Collectors.joining;

import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.codahale.metrics.health.HealthCheck;

/** Fails while the last step of a background thread has failed. */
final class BackgroundThreadsCheck extends HealthCheck {
    private final Metrics metrics;

    BackgroundThreadsCheck(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    protected Result check() {
        String failing = metrics.named(BackgroundThread.UP).entrySet().stream()
                .filter(thread -> Metrics.value(thread.getValue()) == 0)
                .map(thread -> String.valueOf(thread.getKey().get(BackgroundThread.THREAD)))
                .collect(joining(", "));
        return failing.isEmpty()
                ? Result.healthy()
                : Result.unhealthy("These threads failed, and the log has the reason: " + failing);
    }
}
