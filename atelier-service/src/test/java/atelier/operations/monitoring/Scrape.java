package atelier.operations.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The response of {@code /prometheus}: the value of each series, by its name and labels as in the text. */
record Scrape(String text, SortedMap<String, Double> series) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String COUNTS = "http_request_duration_seconds_count";

    /** Scrapes a node by its admin port. Fails unless it responds with 200 within two seconds. */
    static Scrape of(int adminPort) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/prometheus"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return new Scrape(response.body(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SortedMap<String, Double> parse(String text) {
        SortedMap<String, Double> series = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            series.put(
                    line.substring(0, space),
                    Double.valueOf(line.substring(space + 1).replace("Inf", "Infinity")));
        });
        return series;
    }

    /** Returns the value of a series; 0 if it is not there. */
    double value(String name) {
        return series.getOrDefault(name, 0.0);
    }

    /** Returns the value of the only series of a metric, whatever its labels. */
    double only(String metric) {
        List<Double> values = series.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(metric + "{"))
                .map(Map.Entry::getValue)
                .toList();
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " series of " + metric);
        }
        return values.get(0);
    }

    /** Returns the counts of requests by {@code method route status}. */
    SortedMap<String, Long> requests() {
        SortedMap<String, Long> requests = new TreeMap<>();
        series.forEach((name, value) -> {
            if (name.startsWith(COUNTS)) {
                requests.put(
                        name.replaceFirst(".*method=\"(.*)\",route=\"(.*)\",status=\"(.*)\".*", "$1 $2 $3"),
                        value.longValue());
            }
        });
        return requests;
    }

    /** Returns by how much the counts of requests have grown since an earlier scrape, without those that have not. */
    Map<String, Long> requestsSince(Scrape earlier) {
        SortedMap<String, Long> before = earlier.requests();
        SortedMap<String, Long> growth = requests();
        growth.replaceAll((labels, count) -> count - before.getOrDefault(labels, 0L));
        growth.values().removeIf(count -> count == 0);
        return growth;
    }

    /** Returns the sizes of the buckets of all requests together, by their bounds. */
    SortedMap<Double, Double> buckets() {
        SortedMap<Double, Double> buckets = new TreeMap<>();
        series.forEach((name, value) -> {
            if (name.startsWith("http_request_duration_seconds_bucket")) {
                String bound = name.replaceFirst(".*le=\"(.*)\".*", "$1").replace("+Inf", "Infinity");
                buckets.merge(Double.valueOf(bound), value, Double::sum);
            }
        });
        return buckets;
    }
}
