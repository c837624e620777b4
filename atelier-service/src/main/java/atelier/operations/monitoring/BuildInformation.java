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
 * Which build this is, on which Java it runs, and since when.
 *
 * @param commit with {@code -changed} if the tree had changes; {@code unknown} if it had no {@code .git}
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

    /** The client library has the start already, as {@code process_start_time_seconds}. */
    void register(PrometheusRegistry registry) {
        Info.builder()
                .name("atelier_build_info")
                .help("Which build this node runs, and on which Java; always 1.")
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
