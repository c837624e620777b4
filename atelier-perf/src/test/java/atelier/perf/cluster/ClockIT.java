package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the nodes and nginx is changed, by libfaketime. */
@FullTier("ten seconds of traffic while the clock changes")
@BesideOthers
class ClockIT {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final double RATE = 100;

    @TempDir
    private static Path folder;

    @Test
    void changedClockFailsNoRequest() throws Exception {
        Nginx.require(ClockIT.class);
        Optional<Path> library = library();
        if (library.isEmpty()) {
            System.out.printf("%n*** LEFT OUT, because libfaketime is not installed: ClockIT ***%n%n");
        }
        assumeThat(library).as("libfaketime").isPresent();
        Path clock = Files.writeString(folder.resolve("clock"), "+0");
        // Only the wall clock changes. The monotonic clock measures durations.
        Map<String, String> fake = Map.of(
                "LD_PRELOAD",
                library.orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Otherwise waits with a timeout would end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
        try (Cluster cluster = Cluster.start(folder.resolve("cluster"), 2, fake, fake);
                Traffic traffic = cluster.traffic(RATE)) {
            traffic.run(2);
            for (String offset : List.of("+3600", "+0", "-3600", "+0")) {
                Files.writeString(clock, offset);
                Instant set = Instant.now().plusSeconds(Long.parseLong(offset));
                for (String address : List.of(
                        cluster.nginx().address(), "http://" + cluster.node(0).address())) {
                    Waiting.until(
                            "the clock is seen to be set",
                            () -> Duration.between(set, date(address)).abs().toMinutes() < 5);
                }
                traffic.run(2);
            }

            Samples samples = traffic.end();
            System.out.printf(
                    Locale.ROOT, "clock set an hour forward, back, an hour back, and forward: %s%n", samples.figures());
            assertThat(samples.failed().all()).isEmpty();
        }
    }

    private static Optional<Path> library() throws IOException {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.map(architecture -> architecture.resolve("faketime/libfaketime.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    private static Instant date(String address) throws IOException, InterruptedException {
        HttpResponse<Void> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/products/1"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return ZonedDateTime.parse(
                        response.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }
}
