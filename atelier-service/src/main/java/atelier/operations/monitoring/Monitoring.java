package atelier.operations.monitoring;

import atelier.metrics.Metrics;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Shows this node's metrics to Prometheus, on the admin port. */
public final class Monitoring {
    private Monitoring() {}

    /** Installs the page and returns the request durations. They begin when the listeners that were added earlier have run. */
    public static RequestDurations install(Environment environment, Metrics metrics) {
        ServerMetrics.install(environment, metrics);
        environment.healthChecks().register("background-threads", new BackgroundThreadsCheck(metrics));

        // Not the default registry, which all services of one JVM share, those of the tests for example.
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        BuildInformation.ofThisProcess().register(registry);
        registry.register(metrics);
        RequestDurations durations = new RequestDurations(registry);
        environment
                .admin()
                .addServlet("prometheus", new PrometheusMetricsServlet(registry))
                .addMapping("/prometheus");

        environment.jersey().register(new RouteMarker());
        environment.lifecycle().addEventListener(durations);
        return durations;
    }
}
