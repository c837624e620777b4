package atelier.cli;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time that this process has used, which Dropwizard's own metrics lack; a request's cost is drawn from it. */
public final class ProcessorTime {
    /** The gauge's name, among those that Dropwizard registers for the JVM. */
    static final String NAME = "jvm.cpu.nanoseconds";

    private ProcessorTime() {}

    public static void register(MetricRegistry metrics) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        metrics.register(NAME, (Gauge<Long>) system::getProcessCpuTime);
    }
}
