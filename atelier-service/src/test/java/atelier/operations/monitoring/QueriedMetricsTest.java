package atelier.operations.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An alert on a metric that does not exist can never ring. */
@ExtendWith(RunningService.class)
class QueriedMetricsTest {
    /** Names of metrics, and of functions and labels, which are not followed by a selector. */
    private static final Pattern METRIC =
            Pattern.compile("\\b([a-z_]{3,}[a-z])(?=[{\\[]|\\)*\\s*(>|<|==|/|\\)|or|-|\\*|$))");

    /**
     * Metrics of exporters, Prometheus and Alertmanager. FrontDoorMetricsTest has those of nginx. RequestLogTest has the last one: this
     * service has no request log.
     */
    private static final Pattern OF_OTHERS =
            Pattern.compile("(front_door|pg|node|probe|alertmanager|prometheus)_.*|request_log_dropped_total");

    @Test
    void nodesHaveEveryMetricThatAlertsAndTheDashboardQuery(Service service) throws IOException {
        service.get("/products/1");
        Set<String> queried = new TreeSet<>();
        for (String expression : AlertsTest.expressions()) {
            queried.addAll(metrics(expression));
        }

        Program.await(
                "the request to be counted", () -> page(service).contains("http_request_duration_seconds_bucket"));
        String page = page(service);
        assertThat(queried)
                .contains("http_request_duration_seconds_bucket", "jvm_gc_collection_seconds_sum", "process_open_fds")
                .allSatisfy(metric -> assertThat(page).containsPattern("(?m)^" + metric + "[ {]"));
    }

    private static String page(Service service) {
        return Scrape.of(service.adminPort()).text();
    }

    private static Set<String> metrics(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "\"\"")
                .replaceAll("\\b(by|on|group_left) \\([^)]*\\)", "")
                .replaceAll("\\b(front_door|atelier):[\\w:]+", "");
        return METRIC.matcher(bare)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !OF_OTHERS.matcher(name).matches() && name.contains("_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
