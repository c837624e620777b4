package atelier.operations.monitoring;

import com.google.common.io.Resources;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;

/**
 * The build of this node, its Java version and the start of the process.
 *
 * @param commit ends with {@code -changed} if the working tree had changes; {@code unknown} if it had no {@code .git}
 */
public record BuildInformation(String version, String commit, String java, Instant started) {
    public static BuildInformation ofThisProcess() {
        Properties build = read();
        return new BuildInformation(
                build.getProperty("version"),
                build.getProperty("commit"),
                Runtime.version().toString(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    }

    /** Leaves out the start, which the client library exports as {@code process_start_time_seconds}. */
    void register(PrometheusRegistry registry) {
        Info.builder()
                .name("atelier_build_info")
                .help("The build of this node and its Java version; always 1.")
                .labelNames("version", "commit", "java")
                .register(registry)
                .setLabelValues(version, commit, java);
    }

    private static Properties read() {
        try {
            Properties build = new Properties();
            build.load(new StringReader(Resources.toString(
                    Resources.getResource(BuildInformation.class, "build.properties"), StandardCharsets.UTF_8)));
            return build;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
