package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.DatabaseSettings;
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
        DatabaseSettings database = service.configuration().getDatabase();
        Map<String, Integer> statuses = new ConcurrentHashMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(8);

        Map<String, String> environment = new TreeMap<>(Service.environment(database));
        // The machine may be busy.
        environment.putAll(
                Map.of("DATABASE_POOL_WAIT", "8s", "DATABASE_READ_LIMIT", "9s", "DATABASE_STATEMENT_TIMEOUT", "9s"));

        try (Program node =
                Program.start(environment, "server", "../config.yml").awaitAnswer()) {
            CompletableFuture.allOf(IntStream.range(0, 8)
                            .mapToObj(client -> CompletableFuture.runAsync(() -> ask(node, client, statuses), clients))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(statuses.keySet()).allMatch(status -> status.endsWith(" 200"));
            assertThat(statuses).hasSize(ATTACKED.size() + OTHERS.size());
        } finally {
            clients.shutdown();
        }
    }

    private static void ask(Program node, int client, Map<String, Integer> statuses) {
        List<String> urls = client < 4 ? ATTACKED : OTHERS;
        for (int i = 0; i < 40; i++) {
            String url = urls.get((client + i) % urls.size());
            statuses.merge(url + " " + node.get(url).statusCode(), 1, Integer::sum);
        }
    }
}
