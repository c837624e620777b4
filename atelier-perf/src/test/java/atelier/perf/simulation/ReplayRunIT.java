package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.Alone;
import atelier.perf.result.ReplayFigures;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.simulation.TestApi.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay of an access log with bursts, and with lines that cannot be replayed. */
@Alone("compares when requests arrive with the times in the log")
class ReplayRunIT {
    private static final int ENTRIES = 1200;
    private static final double SECONDS = 6;
    private static final double START = 1_718_200_000.25;
    private static final double LARGEST_MEDIAN_ERROR = 20;

    @TempDir
    Path folder;

    /** The arrivals of the entries, in seconds from the first. */
    private final double[] arrivals = new double[ENTRIES];

    private TestApi api;
    private Path log;

    @BeforeEach
    void start() throws IOException {
        api = TestApi.start();
        Files.writeString(folder.resolve("slo.yml"), "replay: {routes: {all: {errors: 0}}}");
        log = Files.write(folder.resolve("access.log"), lines());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void replaySendsTheLogsRequestsAtTheirTimes() throws Exception {
        Ended run = replay();

        assertThat(run.status()).as(run.text()).isZero();
        run.hasAllFiles();
        assertThat(replayed()).extracting(Received::status).containsOnly(200, 304, 404);
        assertThat(replayed()).filteredOn(received -> received.status() == 404).hasSize(ENTRIES / 50);
        assertThat(replayed())
                .filteredOn(received -> received.method().equals("HEAD"))
                .hasSize(ENTRIES / 100);
        ReplayFigures figures = Objects.requireNonNull(run.result().replay());
        assertThat(figures.lines()).isEqualTo(ENTRIES + 3 * ENTRIES / 200);
        assertThat(figures.replayed()).isEqualTo(ENTRIES);
        assertThat(figures.leftOut())
                .containsEntry("method POST", ENTRIES / 200L)
                .containsEntry("other path", ENTRIES / 200L)
                .containsEntry("status 502", ENTRIES / 200L)
                .hasSize(3);

        run.assumePunctual();
        assertThat(run.result().verdict()).isEqualTo(Verdict.PASS);
        assertArrivedAt(1);
    }

    @Test
    void replayAtDoubleSpeedFailsOnAStatusThatDiffersFromTheLog() throws Exception {
        api.spoil(response -> response.number() % 700 == 0 ? response.with(500) : response);

        Ended run = replay("speed=2");

        assertThat(run.status()).as(run.text()).isEqualTo(2);
        assertThat(run.text()).contains("status 500, expected 200 as logged");
        assertThat(run.result().seconds()).isBetween(SECONDS / 2, SECONDS / 2 + 2);

        run.assumePunctual();
        assertArrivedAt(2);
    }

    @Test
    void logInTheCombinedFormatIsReplayedWithoutItsConditions() throws Exception {
        StringBuilder lines = new StringBuilder("\ufeff");
        for (int request = 0; request < 300; request++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "203.0.113.9 - - [12/Jun/2024:13:46:%d +0000] \"GET /products/%d HTTP/1.1\" %d 600 \"-\" \"test\"%n",
                    40 + request / 100,
                    1 + request,
                    request % 10 == 0 ? 304 : 200));
        }

        Ended run = replay("log=" + Files.writeString(folder.resolve("combined.log"), lines));

        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.result().overall().errors()).isZero();
        assertThat(run.result().seconds()).isEqualTo(3);
        ReplayFigures figures = Objects.requireNonNull(run.result().replay());
        assertThat(figures).isEqualTo(new ReplayFigures(300, 300, new TreeMap<>()));
    }

    private Ended replay(String... settings) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "target=" + api.address(),
                "profile=replay",
                "log=" + log,
                "warmup=2s",
                "slo=" + folder.resolve("slo.yml")));
        all.addAll(Arrays.asList(settings));
        try (RunOfGatling run = RunOfGatling.start(folder.resolve("reports"), all.toArray(String[]::new))) {
            return run.end();
        }
    }

    /** Returns the requests after those of the warm-up. */
    private List<Received> replayed() {
        List<Received> received = new ArrayList<>(api.received());
        received.sort(Comparator.comparingLong(Received::came));
        return received.subList(received.size() - ENTRIES, received.size());
    }

    private void assertArrivedAt(double speed) {
        long[] came = replayed().stream().mapToLong(Received::came).toArray();
        double[] errors = new double[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            errors[i] = (came[i] - came[0]) / 1e6 - arrivals[i] * 1000 / speed;
        }
        // A constant shift is not an error of the distances.
        double shift = median(errors);
        double error =
                median(Arrays.stream(errors).map(each -> Math.abs(each - shift)).toArray());
        System.out.printf(
                Locale.ROOT, "replay at %.2f times the speed: median error of arrival %.2f ms%n", speed, error);
        assertThat(error).isLessThan(LARGEST_MEDIAN_ERROR);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    /** Returns a log with bursts: half of the requests arrive within 0.4 s of every two seconds. */
    private List<String> lines() {
        Random random = new Random(7);
        for (int i = 1; i < ENTRIES; i++) {
            double time = random.nextDouble() * SECONDS;
            arrivals[i] = i % 2 == 0 ? time : 2 * Math.floor(time / 2) + random.nextDouble() * 0.4;
        }
        Arrays.sort(arrivals);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            arrivals[i] = Math.round(arrivals[i] * 1000) / 1000.0;
            lines.add(line(i, random));
            if (i % 200 == 7) {
                lines.add(line(arrivals[i], "POST", "/products", "405", ""));
                lines.add(line(arrivals[i], "GET", "/favicon.ico", "404", ""));
                lines.add(line(arrivals[i], "GET", "/products/1", "502", ""));
            }
        }
        return lines;
    }

    private String line(int number, Random random) {
        int id = 1 + random.nextInt(TestApi.PRODUCTS);
        if (number % 50 == 1) {
            return line(arrivals[number], "GET", "/products/" + (TestApi.PRODUCTS + id), "404", "");
        }
        if (number % 100 == 2) {
            return line(arrivals[number], "HEAD", "/products/" + id, "200", "");
        }
        if (number % 50 == 3) {
            return line(
                    arrivals[number],
                    "GET",
                    "/products/" + id,
                    "304",
                    TestApi.etagOfProduct(id).replace("\"", "\\\""));
        }
        String[] targets = {
            "/products/" + id, "/products/" + id + "/styles", "/products/" + id + "/related", "/products?page=2&count=5"
        };
        return line(arrivals[number], "GET", targets[random.nextInt(targets.length)], "200", "");
    }

    private static String line(double arrival, String method, String target, String status, String etag) {
        double took = 0.003;
        return String.format(
                Locale.ROOT,
                "{\"msec\":%.3f,\"request_time\":%.3f,\"request_id\":\"216363698b529b4a97b750923ceb3ffd\","
                        + "\"remote_addr\":\"203.0.113.95\",\"request_method\":\"%s\",\"request_uri\":\"%s\",\"status\":\"%s\","
                        + "\"body_bytes_sent\":100,\"upstream_response_time\":\"0.003\",\"upstream_status\":\"%s\","
                        + "\"upstream_cache_status\":\"MISS\",\"http_if_none_match\":\"%s\",\"http_user_agent\":\"test\"}",
                START + arrival + took,
                took,
                method,
                target,
                status,
                status,
                etag);
    }
}
