package atelier.operations.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontDoorMetricsTest {
    private static final Path FORMAT = Path.of("../nginx/access-log-format.conf");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final FrontDoorMetrics metrics = new FrontDoorMetrics(registry);

    @Test
    void aResponseFromTheCacheIsNoneOfANode() throws IOException {
        metrics.count(line("GET", "200", "0.000", "", "HIT"));
        metrics.count(line("GET", "304", "0.000", "", "UPDATING"));
        metrics.count(line("GET", "200", "0.031", "504, 503", "STALE"));

        assertThat(counts())
                .containsExactlyInAnyOrder(
                        "{method=\"GET\",source=\"cache\",status=\"200\"} 2",
                        "{method=\"GET\",source=\"cache\",status=\"304\"} 1");
        assertThat(page())
                .contains(
                        "front_door_cache_lookups_total{result=\"HIT\"} 1.0",
                        "front_door_cache_lookups_total{result=\"STALE\"} 1.0",
                        "front_door_cache_lookups_total{result=\"UPDATING\"} 1.0",
                        "front_door_node_attempts_total{status=\"503\"} 1.0",
                        "front_door_node_attempts_total{status=\"504\"} 1.0");
    }

    @Test
    void nginxsOwnErrorsDifferFromThoseOfNodes() throws IOException {
        // No node could be reached, and nginx's limit of requests for each node was reached.
        metrics.count(line("GET", "503", "0.000", "502, 502", "MISS"));
        metrics.count(line("GET", "503", "0.000", "502", "MISS"));
        metrics.count(line("GET", "504", "1.001", "504", "EXPIRED"));
        metrics.count(line("GET", "429", "0.000", "", ""));
        metrics.count(line("GET", "503", "0.701", "503", "MISS"));
        metrics.count(line("PUT", "503", "0.701", "- : 503", ""));
        metrics.count(line("GET", "200", "0.012", "502, 200", "MISS"));
        metrics.count(line("GET", "304", "0.012", "200", "MISS"));
        metrics.count(line("GET", "200", "0.012", "304", "REVALIDATED"));

        assertThat(counts())
                .containsExactlyInAnyOrder(
                        "{method=\"GET\",source=\"nginx\",status=\"503\"} 2",
                        "{method=\"GET\",source=\"nginx\",status=\"504\"} 1",
                        "{method=\"GET\",source=\"nginx\",status=\"429\"} 1",
                        "{method=\"GET\",source=\"node\",status=\"503\"} 1",
                        "{method=\"PUT\",source=\"node\",status=\"503\"} 1",
                        "{method=\"GET\",source=\"node\",status=\"200\"} 2",
                        "{method=\"GET\",source=\"node\",status=\"304\"} 1");
    }

    @Test
    void theShareWithin70MillisecondsIsExact() throws IOException {
        metrics.count(line("GET", "200", "0.070", "200", "MISS"));
        metrics.count(line("GET", "200", "0.071", "200", "MISS"));

        assertThat(page())
                .contains(
                        "front_door_request_duration_seconds_bucket{method=\"GET\",source=\"node\",status=\"200\",le=\"0.07\"} 1",
                        "front_door_request_duration_seconds_bucket{method=\"GET\",source=\"node\",status=\"200\",le=\"+Inf\"} 2");
    }

    @Test
    void clientsCannotCreateSeries() throws IOException {
        for (String method : List.of("", "BREW", "get", "\\\"x")) {
            metrics.count(line(method, "400", "0.000", "", ""));
        }

        assertThat(counts()).containsExactly("{method=\"other\",source=\"nginx\",status=\"400\"} 4");
    }

    @Test
    void otherLinesAreCountedAsUnreadable() throws IOException {
        metrics.count("127.0.0.1 - - [29/Nov/2026:15:00:00 +0000] \"GET / HTTP/1.1\" 200 577");
        metrics.count("");
        metrics.count("{\"status\":\"200\"}");
        metrics.count("{\"status\":\"20\",\"request_time\":0.001}");
        metrics.count("{\"status\":\"200\",\"request_ti");
        metrics.count("[]");

        assertThat(page()).contains("front_door_unreadable_lines_total 6.0");
        assertThat(counts()).isEmpty();
    }

    /** Alerts and the dashboard query these. */
    @Test
    void everyMetricIsThere() throws IOException {
        metrics.count(line("GET", "200", "0.001", "504, 200", "MISS"));

        assertThat(String.join("\n", page()))
                .contains(
                        "\nfront_door_request_duration_seconds_count{",
                        "\nfront_door_request_duration_seconds_bucket{",
                        "\nfront_door_cache_lookups_total{result=\"MISS\"}",
                        "\nfront_door_node_attempts_total{status=\"504\"}",
                        "\nfront_door_unreadable_lines_total 0");
    }

    @Test
    void theFormatHasWhatTheMetricsNeed() throws IOException {
        assertThat(Files.readString(FORMAT))
                .contains(
                        "\"request_method\":\"$logged_method\"",
                        "\"status\":\"$status\"",
                        "\"request_time\":$request_time",
                        "\"upstream_status\":\"$upstream_status\"",
                        "\"upstream_cache_status\":\"$upstream_cache_status\"");
    }

    static String line(String method, String status, String seconds, String upstreamStatus, String cacheStatus) {
        return "{\"msec\":1764428400.123,\"request_time\":" + seconds
                + ",\"request_id\":\"\\u0001é\",\"request_method\":\""
                + method + "\",\"request_uri\":\"/products/1\",\"status\":\"" + status
                + "\",\"body_bytes_sent\":577,\"upstream_status\":\"" + upstreamStatus
                + "\",\"upstream_cache_status\":\"" + cacheStatus + "\"}";
    }

    private List<String> counts() throws IOException {
        String count = "front_door_request_duration_seconds_count";
        return page().stream()
                .filter(line -> line.startsWith(count))
                .map(line -> line.substring(count.length()))
                .toList();
    }

    private List<String> page() throws IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder().build().write(page, registry.scrape());
        return page.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
