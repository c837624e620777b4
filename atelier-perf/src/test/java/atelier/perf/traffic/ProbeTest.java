package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atelier.perf.settings.IdChoice;
import atelier.perf.settings.UsageException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
    private static final IdChoice ALL = new IdChoice(1, null);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private String target;
    private Probe probe;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        target = "http://127.0.0.1:" + server.getAddress().getPort();
        probe = new Probe(target);
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void unknownHostIsReported() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new Probe("http://no-such-host.invalid").catalogue(ALL))
                .withMessage("the host name in http://no-such-host.invalid is unknown");
    }

    @Test
    void catalogueWithoutGapsIsFound() {
        products(IntStream.rangeClosed(1, 1_234).toArray());

        assertThat(probe.catalogue(ALL)).isEqualTo(new Catalogue(1_234, 1_234, List.of()));
    }

    @Test
    void idsAreFoundInACatalogueWithGaps() {
        int[] ids = IntStream.rangeClosed(1, 30_000).map(i -> 3 * i).toArray();
        products(ids);

        Catalogue catalogue = probe.catalogue(ALL);

        assertThat(catalogue.products()).isEqualTo(30_000);
        assertThat(catalogue.lastId()).isEqualTo(90_000);
        assertThat(catalogue.dense()).isFalse();
        assertThat(catalogue.someIds())
                .hasSize(20 * 500)
                .isSorted()
                .allMatch(id -> Arrays.binarySearch(ids, id) >= 0)
                .anyMatch(id -> id < 3_000)
                .anyMatch(id -> id > 80_000);
    }

    @Test
    void countComesFromTheRangeWithoutXTotalCount() {
        response("/products", 200, null, "[{\"id\": 1}]");

        assertThat(probe.catalogue(new IdChoice(1, new IdChoice.Range(1, 1))))
                .isEqualTo(new Catalogue(1, 1, List.of()));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessage(
                        target
                                + " does not send X-Total-Count, the number of products; give a range of ids: -Dids=zipf@1..1000");
    }

    @Test
    void emptyCatalogueIsRefused() {
        products();

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessage(target + " has no products; import a catalogue or generate one (README)");
    }

    @Test
    void idsBeyondTheCatalogueAreRefused() {
        products(IntStream.rangeClosed(1, 1_234).toArray());

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(new IdChoice(0, new IdChoice.Range(1, 1_235))))
                .withMessage("-Dids selects products up to 1,235, but the highest id of the service is 1,234");
    }

    @ParameterizedTest
    @CsvSource({"500", "404", "401", "302"})
    void errorStatusIsRefused(int status) {
        response("/products", status, "5", "out of order\nat line 1");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessage(target + "/products?page=1&count=1 returns " + status + ": out of order");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>hello</html> | does not return JSON: <html>hello</html>",
                "{\"a\": 1} | does not return a list: {\"a\": 1}"
            })
    void otherBodyIsRefused(String body, String reason) {
        response("/products", 200, "5", body);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessage(target + "/products?page=1&count=1 " + reason);
    }

    @ParameterizedTest
    @CsvSource({"many", "-1", "1.5", "99999999999"})
    void invalidCountIsRefused(String count) {
        response("/products", 200, count, "[{\"id\": 1}]");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessage(target + " sends an X-Total-Count that is not a number of products: " + count);
    }

    @Test
    void catalogueThatListsNoProductsIsRefused() {
        response("/products", 200, "5", "[]");
        // Without a last product the count serves as its id.
        assertThat(probe.catalogue(ALL).dense()).isTrue();

        server.removeContext("/products");
        server.createContext("/products", exchange -> {
            boolean one = exchange.getRequestURI().getQuery().contains("count=1&");
            send(exchange, 200, "5", one ? "[{\"id\": 9}]" : "[]");
        });

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessage(target + " reports 5 products but lists none");
    }

    /** One after the other, these took five minutes with a service that responds after 1.5 s. */
    @Test
    void slowServiceIsAskedSeveralTimesAtOnceAndNotForLong() {
        AtomicInteger asked = new AtomicInteger();
        List<String> screen = new CopyOnWriteArrayList<>();
        server.createContext("/products", exchange -> {
            asked.incrementAndGet();
            // How long the service takes does not depend on how busy the machine is: longer than the time limit and the
            // silence.
            while (screen.isEmpty() && over.getCount() > 0) {
                await(Duration.ofMillis(10));
            }
            send(exchange, 200, "1000", "[1,2,3,4]");
        });
        Probe bounded = new Probe(
                target,
                Duration.ofSeconds(30),
                Optional.empty(),
                new Survey(target, Duration.ofMillis(1_500), screen::add));

        assertThat(bounded.relatedPerProduct(() -> 7)).isEqualTo(4);

        assertThat(asked).hasValue(8);
        assertThat(screen).containsExactly(target + " responds slowly: 0 of 200 requests before the load took 2 s");
    }

    @Test
    void quickServiceIsAskedAllWithoutAWord() {
        response("/products", 200, "1000", "[1,2]");
        List<String> screen = new CopyOnWriteArrayList<>();
        Probe quick = new Probe(
                target,
                Duration.ofSeconds(30),
                Optional.empty(),
                new Survey(target, Duration.ofMinutes(1), screen::add));
        AtomicInteger ids = new AtomicInteger();

        assertThat(quick.relatedPerProduct(ids::incrementAndGet)).isEqualTo(2);

        assertThat(ids).hasValue(200);
        assertThat(screen).isEmpty();
    }

    @Test
    void hangingServiceIsReported() {
        Probe impatient = new Probe(target, Duration.ofMillis(500), Optional.empty());
        String message = target + "/products?page=1&count=1 does not respond within 0.5s";
        server.createContext("/products", exchange -> await());

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> impatient.catalogue(ALL))
                .withMessage(message);

        server.removeContext("/products");
        server.createContext("/products", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            await();
        });

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> impatient.catalogue(ALL))
                .withMessageContaining("does not respond within");
    }

    @Test
    void closedPortIsReportedWithAdvice() {
        server.stop(0);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessageStartingWith("nothing listens at " + target + ": start the service");
    }

    @Test
    void closedConnectionIsReported() {
        server.createContext("/products", HttpExchange::close);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> probe.catalogue(ALL))
                .withMessageStartingWith(target + "/products?page=1&count=1 does not respond: ");
    }

    @Test
    void relatedProductsAreCountedOverExistingIds() {
        response("/products/1/related", 200, null, "[1, 2, 2]");
        response("/products/2/related", 404, null, "{\"code\": 404, \"message\": \"none\"}");
        int[] next = {0};

        assertThat(probe.relatedPerProduct(() -> 1 + next[0]++ % 2)).isEqualTo(1.5);
    }

    /** Serves a catalogue of these ids. */
    private void products(int... ids) {
        server.createContext("/products", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            int page = Integer.parseInt(query.replaceAll(".*page=(\\d+).*", "$1"));
            int count = Integer.parseInt(query.replaceAll(".*count=(\\d+).*", "$1"));
            String list = Arrays.stream(ids)
                    .skip((long) (page - 1) * count)
                    .limit(count)
                    .mapToObj("{\"id\": %s}"::formatted)
                    .collect(Collectors.joining(",", "[", "]"));
            send(exchange, 200, Integer.toString(ids.length), list);
        });
    }

    private void response(String path, int status, @Nullable String total, String body) {
        server.createContext(path, exchange -> send(exchange, status, total, body));
    }

    private static void send(HttpExchange exchange, int status, @Nullable String total, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (total != null) {
            exchange.getResponseHeaders().set("X-Total-Count", total);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void await() {
        await(Duration.ofMinutes(1));
    }

    private void await(Duration longest) {
        try {
            over.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
