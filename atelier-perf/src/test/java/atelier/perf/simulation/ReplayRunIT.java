package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.Alone;
import atelier.perf.result.ReplayFigures;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.simulation.TestApi.Received;
import atelier.perf.simulation.TestApi.Response;
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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    private static Path folder;

    /** The arrivals of the entries, in seconds from the first. */
    private static final double[] ARRIVALS = new double[ENTRIES];

    private static final List<Replay> STARTED = new ArrayList<>();

    private static Replay atTheirTimes;
    private static Replay atDoubleSpeed;
    private static Replay combined;

    /** A run, and the service that it sends its load to. */
    private record Replay(TestApi api, RunOfGatling run) implements AutoCloseable {
        /** Returns the requests after those of the warm-up. */
        List<Received> replayed() {
            List<Received> received = new ArrayList<>(api.received());
            received.sort(Comparator.comparingLong(Received::came));
            return received.subList(received.size() - ENTRIES, received.size());
        }

        @Override
        public void close() throws IOException {
            run.close();
            api.close();
        }
    }

    /** Starts all runs at the same time, because their processes mostly wait. */
    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("slo.yml"), "replay: {routes: {all: {errors: 0}}}");
        Path log = Files.write(folder.resolve("access.log"), lines());
        atTheirTimes = replay(response -> response, log);
        atDoubleSpeed =
                replay(response -> response.number() % 700 == 0 ? response.with(500) : response, log, "speed=2");
        combined = replay(
                response -> response, Files.writeString(folder.resolve("combined.log"), linesInTheCombinedFormat()));
    }

    private static Replay replay(UnaryOperator<Response> spoil, Path log, String... settings) throws IOException {
        TestApi api = TestApi.start();
        api.spoil(spoil);
        String[] all = Stream.concat(
                        Stream.of(
                                "target=" + api.address(),
                                "profile=replay",
                                "log=" + log,
                                // Longer than the start of three JVMs.
                                "warmup=4s",
                                "slo=" + folder.resolve("slo.yml")),
                        Stream.of(settings))
                .toArray(String[]::new);
        Replay replay = new Replay(api, RunOfGatling.start(folder.resolve("reports-" + STARTED.size()), all));
        STARTED.add(replay);
        return replay;
    }

    @AfterAll
    static void stop() throws IOException {
        for (Replay replay : STARTED) {
            replay.close();
        }
        STARTED.clear();
    }

    @Test
    void replaySendsTheLogsRequestsAtTheirTimes() throws Exception {
        Ended run = atTheirTimes.run().end();

        assertThat(run.status()).as(run.text()).isZero();
        run.hasOwnFiles();
        List<Received> replayed = atTheirTimes.replayed();
        assertThat(replayed).extracting(Received::status).containsOnly(200, 304, 404);
        assertThat(replayed).filteredOn(received -> received.status() == 404).hasSize(ENTRIES / 50);
        assertThat(replayed)
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
        assertArrivedAt(replayed, 1);
    }

    @Test
    void replayAtDoubleSpeedFailsOnAStatusThatDiffersFromTheLog() throws Exception {
        Ended run = atDoubleSpeed.run().end();

        assertThat(run.status()).as(run.text()).isEqualTo(2);
        assertThat(run.text()).contains("status 500, expected 200 as logged");
        assertThat(run.result().seconds()).isBetween(SECONDS / 2, SECONDS / 2 + 2);

        run.assumePunctual();
        assertArrivedAt(atDoubleSpeed.replayed(), 2);
    }

    @Test
    void logInTheCombinedFormatIsReplayedWithoutItsConditions() throws Exception {
        Ended run = combined.run().end();

        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.result().overall().errors()).isZero();
        assertThat(run.result().seconds()).isEqualTo(3);
        ReplayFigures figures = Objects.requireNonNull(run.result().replay());
        assertThat(figures).isEqualTo(new ReplayFigures(300, 300, new TreeMap<>()));
    }

    private static StringBuilder linesInTheCombinedFormat() {
        StringBuilder lines = new StringBuilder("\ufeff");
        for (int request = 0; request < 300; request++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "203.0.113.9 - - [12/Jun/2024:13:46:%d +0000] \"GET /products/%d HTTP/1.1\" %d 600 \"-\" \"test\"%n",
                    40 + request / 100,
                    1 + request,
                    request % 10 == 0 ? 304 : 200));
        }
        return lines;
    }

    private static void assertArrivedAt(List<Received> replayed, double speed) {
        long[] came = replayed.stream().mapToLong(Received::came).toArray();
        double[] errors = new double[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            errors[i] = (came[i] - came[0]) / 1e6 - ARRIVALS[i] * 1000 / speed;
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
    private static List<String> lines() {
        Random random = new Random(7);
        for (int i = 1; i < ENTRIES; i++) {
            double time = random.nextDouble() * SECONDS;
            ARRIVALS[i] = i % 2 == 0 ? time : 2 * Math.floor(time / 2) + random.nextDouble() * 0.4;
        }
        Arrays.sort(ARRIVALS);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            ARRIVALS[i] = Math.round(ARRIVALS[i] * 1000) / 1000.0;
            lines.add(line(i, random));
            if (i % 200 == 7) {
                lines.add(line(ARRIVALS[i], "POST", "/products", "405", ""));
                lines.add(line(ARRIVALS[i], "GET", "/favicon.ico", "404", ""));
                lines.add(line(ARRIVALS[i], "GET", "/products/1", "502", ""));
            }
        }
        return lines;
    }

    private static String line(int number, Random random) {
        int id = 1 + random.nextInt(TestApi.PRODUCTS);
        if (number % 50 == 1) {
            return line(ARRIVALS[number], "GET", "/products/" + (TestApi.PRODUCTS + id), "404", "");
        }
        if (number % 100 == 2) {
            return line(ARRIVALS[number], "HEAD", "/products/" + id, "200", "");
        }
        if (number % 50 == 3) {
            return line(
                    ARRIVALS[number],
                    "GET",
                    "/products/" + id,
                    "304",
                    TestApi.etagOfProduct(id).replace("\"", "\\\""));
        }
        String[] targets = {
            "/products/" + id, "/products/" + id + "/styles", "/products/" + id + "/related", "/products?page=2&count=5"
        };
        return line(ARRIVALS[number], "GET", targets[random.nextInt(targets.length)], "200", "");
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
