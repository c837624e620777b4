package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.OwnService;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node with 256 MiB, while clients ask for pages that shoppers have made as large as they can. */
@ExtendWith(OwnService.class)
@FullTier("writes 200 MB of texts")
class AttackedPagesTest {
    private static final String LONG = "(SELECT string_agg(md5(n::text), '') || i FROM generate_series(1, 1875) n)";

    private static final List<String> ATTACKED = List.of(
            "/qa/questions?product_id=80001",
            "/qa/questions/80001/answers?count=1000",
            "/reviews?product_id=80001&count=1000",
            "/reviews?product_id=80002&count=1000",
            "/reviews?product_id=80002&count=1000&&");

    private static final List<String> OTHERS = List.of(
            "/qa/questions?product_id=1",
            "/qa/questions/1/answers",
            "/reviews?product_id=1&count=1000",
            "/reviews/meta?product_id=1",
            "/products/1");

    @Test
    void attackedPagesAndAllOthersAreServed(Service service) {
        service.execute(PageSizeTest.QUESTION.formatted(80_001, 80_001, 0)
                + PageSizeTest.ANSWERS.formatted(80_001, LONG, 80_001, 80_400)
                + PageSizeTest.REVIEWS.formatted(80_001, LONG, 80_001, 81_000)
                + PageSizeTest.REVIEWS.formatted(80_002, "'b'", 81_001, 82_000)
                + "INSERT INTO reviews.photo (review_id, id, url) SELECT i, i, " + LONG
                + " FROM generate_series(81001, 82000) i");

        Map<String, Integer> statuses = ask(service, 8, client -> client < 4 ? ATTACKED : OTHERS, 40);

        assertThat(statuses.keySet()).allMatch(status -> status.endsWith(" 200"));
        assertThat(statuses).hasSize(ATTACKED.size() + OTHERS.size());
    }

    /** A hundred reviews with three photos each share a query with others; a thousand are read alone. */
    @Test
    void popularPagesAreServedToManyAtOnce(Service service) {
        service.execute(PageSizeTest.REVIEWS.formatted(80_003, "'b'", 82_001, 82_500)
                + "INSERT INTO reviews.photo (review_id, id, url) SELECT 82001 + i / 3, 100000 + i, 'https://photos.example/1'"
                + " FROM generate_series(0, 1499) i");
        List<String> popular =
                List.of("/reviews?product_id=80003&count=100", "/reviews?product_id=80003&count=1000&sort=newest");

        Map<String, Integer> statuses = ask(service, 48, client -> popular, 4);

        assertThat(statuses.keySet()).allMatch(status -> status.endsWith(" 200"));
    }

    /** Asks a new node, and returns how many responses there were of each URL and status. */
    private static Map<String, Integer> ask(
            Service service, int clients, IntFunction<List<String>> urls, int requests) {
        Map<String, Integer> statuses = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        Map<String, String> environment = new TreeMap<>(service.environment());
        // The machine may be busy.
        environment.putAll(
                Map.of("DATABASE_POOL_WAIT", "8s", "DATABASE_READ_LIMIT", "9s", "DATABASE_STATEMENT_TIMEOUT", "9s"));
        try (Program node =
                Program.start(environment, "server", "../config.yml").awaitAnswer()) {
            CompletableFuture.allOf(IntStream.range(0, clients)
                            .mapToObj(client -> CompletableFuture.runAsync(
                                    () -> {
                                        for (int i = 0; i < requests; i++) {
                                            List<String> asked = urls.apply(client);
                                            String url = asked.get((client + i) % asked.size());
                                            statuses.merge(
                                                    url + " " + node.get(url).statusCode(), 1, Integer::sum);
                                        }
                                    },
                                    threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdown();
        }
        return statuses;
    }
}
