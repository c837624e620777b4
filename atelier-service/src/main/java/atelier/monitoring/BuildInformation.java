package atelier.monitoring;

import com.google.common.io.Resources;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Which build this is, and on which Java it runs. */
final class BuildInformation {
    private BuildInformation() {}

    static void register(PrometheusRegistry registry) {
        Properties build = read();
        Info.builder()
                .name("atelier_build_info")
                .help("Which build this node runs, and on which Java; always 1.")
                .labelNames("version", "commit", "java")
                .register(registry)
                .setLabelValues(
                        build.getProperty("version"),
                        build.getProperty("commit"),
                        Runtime.version().toString());
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
