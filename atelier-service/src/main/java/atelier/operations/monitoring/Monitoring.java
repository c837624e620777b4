package atelier.operations.monitoring;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Answers Prometheus on the admin port. */
public final class Monitoring {
    private Monitoring() {}

    /**
     * Returns what is known of the requests; they are counted from the moment that those who were registered before this one have seen
     * the server start.
     */
    public static RequestDurations install(Environment environment) {
        // Not the default registry, which all services of one JVM would share, such as those of the tests.
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        BuildInformation.ofThisProcess().register(registry);
        registry.register(new DropwizardMetrics(environment.metrics()));

        environment.jersey().register(new RouteMarker());
        RequestDurations durations = new RequestDurations(registry);
        environment.lifecycle().addEventListener(durations);
        environment
                .admin()
                .addServlet("prometheus", new PrometheusMetricsServlet(registry))
                .addMapping("/prometheus");
        return durations;
    }
}
