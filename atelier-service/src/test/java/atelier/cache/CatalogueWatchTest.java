package atelier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class CatalogueWatchTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final String WATCHES =
            "FROM pg_stat_activity WHERE application_name = 'atelier' AND pid <> pg_backend_pid()"
                    + " AND query LIKE '%LEFT JOIN catalogue.edition%'";

    @BeforeEach
    void serveTheFixture(Service service) {
        service.importFrom(FIXTURE);
    }

    @Test
    void aCachedAnswerIsReplacedWhenAnotherCatalogueIsServed(Service service) {
        HttpResponse<String> before = service.get("/products/2");
        assertThat(service.get("/products/2").body()).isEqualTo(before.body());

        service.importFrom(FIXTURE);

        HttpResponse<String> after = service.get("/products/2");
        assertThat(after.body()).isNotEqualTo(before.body());
        assertThat(after.headers().firstValue("ETag"))
                .isNotEqualTo(before.headers().firstValue("ETag"));
    }

    @Test
    void theNewsComesAtOnceAndNotWithTheNextLook(Service service) {
        // The next look is up to five seconds away: by luck alone all five would be early once in four hundred times.
        for (int round = 0; round < 5; round++) {
            String before = service.get("/products/2").body();
            service.execute("UPDATE catalogue.edition SET imported_at = imported_at + interval '1 s';"
                    + " UPDATE catalogue.product SET name = name || '.' WHERE id = 2; NOTIFY catalogue");
            long changed = System.nanoTime();

            Program.await("the news", () -> !service.get("/products/2").body().equals(before));

            assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void answersComeFromTheCacheAndNotFromTheDatabase(Service service) {
        String before = service.get("/products/3").body();

        service.execute("UPDATE catalogue.product SET name = 'Changed behind its back' WHERE id = 3");

        assertThat(service.get("/products/3").body()).isEqualTo(before);
    }

    @Test
    void aLostConnectionDelaysTheNewsAndDoesNotLoseIt(Service service) {
        String before = service.get("/products/2").body();
        AtomicReference<String> killed = new AtomicReference<>("0");
        Program.await("the watch's connection", () -> {
            killed.set(service.query("SELECT count(pg_terminate_backend(pid)) " + WATCHES));
            return !"0".equals(killed.get());
        });

        service.importFrom(FIXTURE);

        assertThat(service.get("/products/2").body()).isNotEqualTo(before);
    }
}
