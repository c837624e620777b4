package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningService.class)
class DemoCatalogueTest {
    private static final DemoSettings DEMO = new DemoSettings(10, 1, null);
    private static final String ADDRESS = "http://localhost:8080";

    private static final String PRODUCTS = "SELECT count(*) FROM catalogue.product";
    private static final String REVIEWS = "SELECT count(*) FROM reviews.review";
    private static final String QUESTIONS = "SELECT count(*) FROM questions.question";

    @TempDir
    private Path directory;

    @Test
    void refusalBecauseOfDependentsNamesNoOptionOfTheImport(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_with_view");
        execute(settings, "CREATE VIEW public.names AS SELECT name FROM catalogue.product");

        assertThatThrownBy(() -> fill(settings, DEMO))
                .isInstanceOf(OperatorException.class)
                .hasMessageContainingAll("view names", "Drop them first, or set DEMO_PRODUCTS=0.")
                .hasMessageNotContaining("--drop-dependents");
    }

    @Test
    void demoIsImportedOnce(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_once");
        fill(settings, DEMO);
        String editions = editions(settings, service);

        fill(settings, DEMO);
        fill(settings, new DemoSettings(20, 1, null));

        assertThat(editions(settings, service)).isEqualTo(editions);
        assertThat(service.query(settings, PRODUCTS)).isEqualTo("10");
        assertThat(service.query(settings, REVIEWS)).isEqualTo(rows("reviews.csv"));
        assertThat(service.query(settings, QUESTIONS)).isEqualTo(rows("questions.csv"));
    }

    @Test
    void nextStartImportsWhatTheFirstHasLeft(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_resumed");
        fillUntil("reviews.review", settings);
        String catalogue = service.query(settings, "SELECT imported_at FROM catalogue.edition");
        assertThat(service.query(settings, PRODUCTS)).isEqualTo("10");
        assertThat(service.query(settings, REVIEWS)).isEqualTo("0");

        fillUntil("questions.question", settings);
        String reviews = service.query(settings, "SELECT imported_at FROM reviews.edition");
        assertThat(service.query(settings, REVIEWS)).isEqualTo(rows("reviews.csv"));
        assertThat(service.query(settings, QUESTIONS)).isEqualTo("0");

        fill(settings, DEMO);

        assertThat(service.query(settings, QUESTIONS)).isEqualTo(rows("questions.csv"));
        assertThat(service.query(settings, "SELECT imported_at FROM catalogue.edition"))
                .isEqualTo(catalogue);
        assertThat(service.query(settings, "SELECT imported_at FROM reviews.edition"))
                .isEqualTo(reviews);
    }

    /** Its products may be those of the demo, byte for byte: generated, and imported without reviews on purpose. */
    @Test
    void catalogueOfAnOperatorOrOfAnEarlierVersionGetsNoReviews(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_of_an_operator");
        importCatalogue(settings);

        fill(settings, DEMO);

        assertThat(service.query(settings, PRODUCTS)).isEqualTo("10");
        assertNothingOfShoppers(settings, service);
    }

    @Test
    void catalogueThatReplacedAnUnfinishedDemoGetsNoReviews(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_replaced");
        fillUntil("reviews.review", settings);
        importCatalogue(settings);

        fill(settings, DEMO);

        assertNothingOfShoppers(settings, service);
    }

    @Test
    void unfinishedDemoOfOtherSettingsStaysAsItIs(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_of_others");
        fillUntil("reviews.review", settings);

        fill(settings, new DemoSettings(20, 1, null));
        fill(settings, new DemoSettings(10, 2, null));
        fill(settings, new DemoSettings(0, 1, null));

        assertThat(service.query(settings, PRODUCTS)).isEqualTo("10");
        assertNothingOfShoppers(settings, service);
    }

    @Test
    void whatClientsHaveWrittenOrDeletedStays(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_written");
        fillUntil("reviews.review", settings);
        execute(
                settings,
                "INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary,"
                        + " body, reviewer_name) VALUES (1, 1, 0, current_date, 5, true, false, '', 'Good', 'me')");

        fill(settings, DEMO);
        assertThat(service.query(settings, REVIEWS)).isEqualTo("1");
        assertThat(service.query(settings, QUESTIONS)).isEqualTo(rows("questions.csv"));

        execute(settings, "TRUNCATE questions.question CASCADE");
        fill(settings, DEMO);
        assertThat(service.query(settings, QUESTIONS)).isEqualTo("0");
    }

    @Test
    @FullTier("two starts of the program")
    void demoIsCompleteAfterAKillBetweenItsSwitches(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_killed");
        Map<String, String> environment = new HashMap<>(Service.environment(settings));
        environment.put("DEMO_PRODUCTS", "10");
        try (Database database = Database.share(settings);
                Connection reader = database.connect();
                Program killed = Program.start(environment, "prepare", "../config.yml")) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                // The switch of the reviews waits for this transaction.
                statement.execute("LOCK TABLE reviews.review IN ACCESS SHARE MODE");
                Program.await(
                        "the next reviews",
                        () -> service.query(settings, "SELECT to_regnamespace('reviews_next') IS NOT NULL")
                                .equals("t"));
                killed.kill();
            } finally {
                reader.rollback();
            }
        }
        assertThat(service.query(settings, PRODUCTS)).isEqualTo("10");
        assertThat(service.query(settings, REVIEWS)).isEqualTo("0");

        try (Program next = Program.start(environment, "prepare", "../config.yml")) {
            assertThat(next.awaitExit()).as(next.output()).isZero();
        }

        assertThat(service.query(settings, REVIEWS)).isEqualTo(rows("reviews.csv"));
        assertThat(service.query(settings, QUESTIONS)).isEqualTo(rows("questions.csv"));
    }

    private String rows(String file) {
        return Long.toString(generate().file(file).rows());
    }

    private GeneratedCatalogue generate() {
        return CatalogueGenerator.generate(directory, DEMO.sample(ADDRESS), true, rows -> {});
    }

    private void importCatalogue(DatabaseSettings settings) {
        generate();
        try (Database database = Database.share(settings);
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            DatasetImport.of(
                            Catalogue.DATASET,
                            directory,
                            directory.resolve("rejects.csv"),
                            ImportOptions.maxRejects("0"))
                    .run(database, nowhere);
        }
    }

    private static void fill(DatabaseSettings settings, DemoSettings demo) {
        try (Database database = Database.share(settings)) {
            DemoCatalogue.fillIfEmpty(database, demo, ADDRESS);
        }
    }

    /** Ends as a kill does: what comes before the dataset of this table is served, and the rest was not imported. */
    private static void fillUntil(String table, DatabaseSettings settings) throws SQLException {
        execute(settings, "CREATE VIEW public.obstacle AS SELECT id FROM " + table);
        assertThatThrownBy(() -> fill(settings, DEMO)).hasMessageContaining("view obstacle");
        execute(settings, "DROP VIEW public.obstacle");
    }

    private static void execute(DatabaseSettings settings, String sql) throws SQLException {
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertNothingOfShoppers(DatabaseSettings settings, Service service) {
        assertThat(service.query(settings, REVIEWS)).isEqualTo("0");
        assertThat(service.query(settings, QUESTIONS)).isEqualTo("0");
    }

    private static String editions(DatabaseSettings settings, Service service) {
        return service.query(
                settings,
                "SELECT concat_ws(' ', catalogue.edition.imported_at, reviews.edition.imported_at,"
                        + " questions.edition.imported_at) FROM catalogue.edition, reviews.edition, questions.edition");
    }
}
