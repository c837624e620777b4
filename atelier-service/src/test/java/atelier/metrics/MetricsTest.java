package atelier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final MetricRegistry dropwizard = new MetricRegistry();
    private final Metrics metrics = new Metrics(dropwizard);

    @Test
    void aMetricIsShownByDropwizardAndToPrometheus() throws IOException {
        metrics.gauge("lookups_waiting", "Lookups that wait.", () -> 3, "kind", "pages");
        metrics.counter("lookups_refused", "Lookups refused.", "kind", "pages").inc(2);
        metrics.counter("cache_requests", "Cache requests.", () -> 7, "result", "hits");
        metrics.timer("statement_seconds", "Statements.", "statement", "Dao.find")
                .update(2, TimeUnit.SECONDS);

        assertThat(dropwizard.getMetrics().keySet())
                .containsExactlyInAnyOrder(
                        "lookups_waiting.pages",
                        "lookups_refused.pages",
                        "cache_requests.hits",
                        "statement_seconds.Dao.find");
        assertThat(scrape())
                .contains(
                        "# HELP lookups_waiting Lookups that wait.",
                        "# TYPE lookups_waiting gauge",
                        "lookups_waiting{kind=\"pages\"} 3.0",
                        "# TYPE lookups_refused_total counter",
                        "lookups_refused_total{kind=\"pages\"} 2.0",
                        "cache_requests_total{result=\"hits\"} 7.0",
                        "# TYPE statement_seconds summary",
                        "statement_seconds_count{statement=\"Dao.find\"} 1",
                        "statement_seconds{statement=\"Dao.find\",quantile=\"0.99\"} 2.0");
    }

    @Test
    void metricsOfOneNameAreAddedUp() {
        metrics.gauge("lookups_waiting", "Lookups that wait.", () -> 3, "kind", "pages");
        metrics.gauge("lookups_waiting", "Lookups that wait.", () -> 4, "kind", "documents");

        assertThat(metrics.sum("lookups_waiting")).isEqualTo(7);
        assertThat(metrics.sum("lookups_waiting", "kind", "pages")).isEqualTo(3);
        assertThat(metrics.sum("nothing_of_this_name")).isZero();
        assertThat(metrics.named("lookups_waiting")).hasSize(2);
    }

    @Test
    void counterAndTimerOfTheSameLabelsAreTheSame() {
        assertThat(metrics.counter("refused", "Refused.", "kind", "pages"))
                .isSameAs(metrics.counter("refused", "Refused.", "kind", "pages"))
                .isNotSameAs(metrics.counter("refused", "Refused.", "kind", "documents"));
        assertThat(metrics.timer("seconds", "Seconds.")).isSameAs(metrics.timer("seconds", "Seconds."));
    }

    @Test
    void aGaugeCannotBeRegisteredTwice() {
        metrics.gauge("entries", "Entries.", () -> 1);

        assertThatThrownBy(() -> metrics.gauge("entries", "Entries.", () -> 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entries");
    }

    private String scrape() throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(metrics);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        return text.toString(StandardCharsets.UTF_8);
    }
}
