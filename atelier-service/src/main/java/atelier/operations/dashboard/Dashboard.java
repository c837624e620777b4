package atelier.operations.dashboard;

import atelier.metrics.Metrics;
import atelier.operations.monitoring.RequestDurations;
import io.dropwizard.core.setup.Environment;
import java.time.Duration;

/** Replaces Dropwizard's menu at the root of the admin port by the dashboard. The pages that the menu links to remain. */
public final class Dashboard {
    private Dashboard() {}

    public static void install(
            DashboardSettings settings, RequestDurations durations, Environment environment, Metrics metrics) {
        Duration interval = settings.interval().toJavaDuration();
        History history = new History(interval);
        NodeMetrics node = new NodeMetrics(metrics);
        environment.lifecycle().manage(new Sampler(interval, durations, node, history, metrics));
        environment
                .admin()
                .addServlet(
                        "dashboard",
                        new DashboardServlet(
                                interval, history, durations.slowest(), node, environment.getObjectMapper()))
                // The empty pattern matches the root and nothing below it.
                .addMapping("", "/dashboard/*");
    }
}
