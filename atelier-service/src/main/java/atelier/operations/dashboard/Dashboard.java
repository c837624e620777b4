package atelier.operations.dashboard;

import atelier.operations.monitoring.RequestDurations;
import io.dropwizard.core.setup.Environment;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Puts the page in the place of Dropwizard's menu, whose other pages stay. */
public final class Dashboard {
    private Dashboard() {}

    @SuppressWarnings("FutureReturnValueIgnored") // It would only tell of failures, which the sampler does itself.
    public static void install(RequestDurations durations, Environment environment) {
        History history = new History();
        Sampler sampler = new Sampler(durations, new NodeGauges(environment.metrics()), history);
        ScheduledExecutorService clock = environment
                .lifecycle()
                .scheduledExecutorService("dashboard", true)
                .build();
        clock.scheduleAtFixedRate(sampler, Sampler.INTERVAL_SECONDS, Sampler.INTERVAL_SECONDS, TimeUnit.SECONDS);
        environment
                .admin()
                .addServlet(
                        "dashboard",
                        new DashboardServlet(
                                history,
                                durations.slowest(),
                                new NodeParts(environment.metrics()),
                                environment.getObjectMapper()))
                // The empty pattern is the root and nothing below it.
                .addMapping("", "/dashboard/*");
    }
}
