package atelier.operations.monitoring;

import atelier.metrics.Metrics;
import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.sun.management.OperatingSystemMXBean;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.MutableServletContextHandler;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The metrics of Jetty, of the log and of the processor. */
final class ServerMetrics {
    /** The load tests compute the processor time per request from this name on {@code /metrics}. */
    private static final String PROCESSOR_TIME = "jvm.cpu.nanoseconds";

    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    private ServerMetrics() {}

    static void install(Environment environment, Metrics metrics) {
        MetricRegistry dropwizard = environment.metrics();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        dropwizard.register(PROCESSOR_TIME, (Gauge<Long>) system::getProcessCpuTime);

        // Dropwizard counts these itself, under these names.
        Counter active = dropwizard.counter(MetricRegistry.name(MutableServletContextHandler.class, "active-requests"));
        metrics.gauge("jetty_active_requests", "API requests that are being handled.", active::getCount);
        for (String level : LEVELS) {
            Meter messages = dropwizard.meter("ch.qos.logback.core.Appender." + level);
            metrics.counter(
                    "log_messages", "Log messages, without the request log.", messages::getCount, "level", level);
        }
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle server) {
                ((Server) server).getContainedBeans(QueuedThreadPool.class).forEach(pool -> register(pool, metrics));
            }
        });
    }

    private static void register(QueuedThreadPool pool, Metrics metrics) {
        String name = pool.getName();
        metrics.gauge(
                "jetty_threads",
                "Threads of a pool, busy or idle: dw handles the API, dw-admin the admin port.",
                pool::getThreads,
                "pool",
                name);
        metrics.gauge(
                "jetty_threads_busy_ratio",
                "Busy threads as a share of the pool's largest size.",
                () -> (double) (pool.getThreads() - pool.getIdleThreads()) / pool.getMaxThreads(),
                "pool",
                name);
        metrics.gauge("jetty_queued_jobs", "Jobs that wait for a thread.", pool::getQueueSize, "pool", name);
    }
}
