package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.metrics.Metrics;
import atelier.testing.Program;
import atelier.testing.RecordedLog;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.TestSettings;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.codahale.metrics.MetricRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class CatalogueWatchTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final String WATCHES =
            "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    + " AND application_name = 'atelier'"
                    + " AND query LIKE '%LEFT JOIN catalogue.edition%'";

    @BeforeEach
    void serveTheFixture(Service service) {
        service.importFrom(FIXTURE);
    }

    @Test
    void aCachedResponseIsReplacedWhenAnotherCatalogueIsServed(Service service) {
        HttpResponse<String> before = service.get("/products/2");
        assertThat(service.get("/products/2").body()).isEqualTo(before.body());

        service.importFrom(FIXTURE);

        HttpResponse<String> after = service.get("/products/2");
        assertThat(after.body()).isNotEqualTo(before.body());
        assertThat(after.headers().firstValue("ETag"))
                .isNotEqualTo(before.headers().firstValue("ETag"));
    }

    @Test
    void aChangeIsNotifiedAtOnceAndNotAtTheNextPoll(Service service) {
        // The next look is up to five seconds away: by luck alone all five would be early once in four hundred times.
        for (int round = 0; round < 5; round++) {
            String before = service.get("/products/2").body();
            service.execute("UPDATE catalogue.edition SET imported_at = imported_at + interval '1 s';"
                    + " UPDATE catalogue.document SET product = replace(product, '\"name\":\"', '\"name\":\"New ')"
                    + " WHERE product_id = 2; NOTIFY catalogue");
            long changed = System.nanoTime();

            Program.await("the news", () -> !service.get("/products/2").body().equals(before));

            assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void responsesComeFromTheCacheAndNotFromTheDatabase(Service service) {
        String before = service.get("/products/3").body();

        service.execute("UPDATE catalogue.document SET product = '\"name\":\"Changed behind its back\"'"
                + " WHERE product_id = 3");

        assertThat(service.get("/products/3").body()).isEqualTo(before);
    }

    @Test
    void aLostConnectionDelaysAChangeAndDoesNotLoseIt(Service service) {
        String before = service.get("/products/2").body();
        AtomicReference<String> killed = new AtomicReference<>("0");
        Program.await("the watch's connection", () -> {
            killed.set(service.query("SELECT count(pg_terminate_backend(pid)) " + WATCHES));
            return !"0".equals(killed.get());
        });

        service.importFrom(FIXTURE);

        assertThat(service.get("/products/2").body()).isNotEqualTo(before);
    }

    @Test
    void aWatchWithoutTheRightToReadEditsForgetsEverythingOnceForEachEdit(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("hidden_changes");
        AtomicInteger forgotten = new AtomicInteger();
        CatalogueWatch.Listener listener = new CatalogueWatch.Listener() {
            @Override
            public void forgetAll() {
                forgotten.incrementAndGet();
            }

            @Override
            public void forget(Set<Integer> products, boolean listed) {
                throw new AssertionError("Nobody can know which");
            }
        };
        try (RecordedLog log = new RecordedLog(CatalogueWatchTest.class.getPackageName());
                Database owner = Database.share(settings);
                Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS onlooker; CREATE ROLE onlooker LOGIN PASSWORD 'onlooker';"
                    + " GRANT USAGE ON SCHEMA catalogue TO onlooker;"
                    + " GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO onlooker");
            CatalogueWatch watch = new CatalogueWatch(
                    onlooker(settings).servers().get(0), listener, new Metrics(new MetricRegistry()));
            watch.start();
            try {
                Program.await(
                        "the catalogue to be seen",
                        () -> forgotten.get() == 1 && !watching(service).isEmpty());
                String connected = watching(service);

                for (int change = 1; change <= 3; change++) {
                    statement.execute("UPDATE catalogue.edition SET changes = changes + 1; NOTIFY catalogue");
                    int expected = 1 + change;
                    Program.await("the change to be seen", () -> forgotten.get() == expected);
                }
                statement.execute(
                        "UPDATE catalogue.edition SET imported_at = imported_at + interval '1 s'; NOTIFY catalogue");
                Program.await("the next catalogue to be seen", () -> forgotten.get() == 5);

                assertThat(watching(service)).isEqualTo(connected);
            } finally {
                watch.stop();
            }
            assertThat(forgotten).hasValue(5);
            assertThat(log.lines())
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("which products were edited", "permission denied for schema audit");
        }
    }

    @Test
    void aWatchGoesOnAfterAnErrorAndShowsItMeanwhile(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("watch_error");
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean failing = new AtomicBoolean(true);
        CatalogueWatch.Listener listener = new CatalogueWatch.Listener() {
            @Override
            public void forgetAll() {
                calls.incrementAndGet();
                if (failing.get()) {
                    throw new OutOfMemoryError("test");
                }
            }

            @Override
            public void forget(Set<Integer> products, boolean listed) {}
        };
        Metrics metrics = new Metrics(new MetricRegistry());
        try (Database database = Database.share(settings)) {
            CatalogueWatch watch = new CatalogueWatch(database.servers().get(0), listener, metrics);
            watch.start();
            try {
                Program.await("the error", () -> metrics.sum("background_thread_failures") >= 1);
                Program.await(
                        "the gauges",
                        () -> metrics.sum("catalogue_in_sight") == 0 && metrics.sum("background_thread_up") == 0);

                failing.set(false);

                Program.await(
                        "the watch",
                        () -> metrics.sum("catalogue_in_sight") == 1 && metrics.sum("background_thread_up") == 1);
                assertThat(calls.get()).isGreaterThanOrEqualTo(2);
            } finally {
                watch.stop();
            }
        }
    }

    @Test
    void aServerCountsAsUnreachableUntilTheWatchHasSeenIt(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("watch_start");
        Metrics metrics = new Metrics(new MetricRegistry());
        CatalogueWatch.Listener listener = new CatalogueWatch.Listener() {
            @Override
            public void forgetAll() {}

            @Override
            public void forget(Set<Integer> products, boolean listed) {}
        };
        try (RecordedLog log = new RecordedLog(CatalogueWatch.class.getName());
                Database database = Database.share(settings)) {
            CatalogueWatch watch = new CatalogueWatch(database.servers().get(0), listener, metrics);
            assertThat(metrics.sum("catalogue_in_sight")).isZero();

            watch.start();
            try {
                Program.await("the catalogue to be seen", () -> metrics.sum("catalogue_in_sight") == 1);
            } finally {
                watch.stop();
            }
            assertThat(log.lines())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(line -> line.startsWith("Connected to"));
        }
    }

    private static String watching(Service service) {
        return service.query("SELECT coalesce(string_agg(pid::text, ' '), '') FROM pg_stat_activity"
                + " WHERE usename = 'onlooker' AND query LIKE '%catalogue%'");
    }

    private static Database onlooker(DatabaseSettings owner) {
        return Database.share(TestSettings.as(owner, "onlooker", "onlooker"));
    }
}
