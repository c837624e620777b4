package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.CatalogueLock;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.load.Dataset;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node may do with the rights of docker/rights.sql. */
class RightsTest {
    private static final Path RIGHTS = Path.of("../docker/rights.sql");
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final Path SHOPPERS = Path.of("src/test/resources/fixture-shoppers");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PASSWORD = "secret";

    @TempDir
    private static Path directory;

    private static Service owner;
    private static DatabaseSettings database;
    private static Service node;

    @BeforeAll
    static void start() throws Exception {
        owner = new Service();
        database = owner.newMigratedDatabase("rights");
        importFixture();
        // Each start of a cluster runs it.
        execute(Files.readString(RIGHTS));
        execute(Files.readString(RIGHTS));
        execute("ALTER ROLE atelier_node PASSWORD '" + PASSWORD + "'; ALTER ROLE atelier_monitor PASSWORD '" + PASSWORD
                + "'");
        node = new Service(
                database, "atelier_node", PASSWORD, ConfigOverride.config("changes.tokens", "alice:" + TOKEN));
    }

    @AfterAll
    static void stop() {
        node.close();
        owner.close();
    }

    @Test
    void aNodeServesAndEditsBeforeAndAfterAnImport() throws Exception {
        assertThat(node.query("SELECT current_user")).isEqualTo("atelier_node");
        new Writer(node.port(), TOKEN).changeEverything(1);
        assertThat(node.get("/products/1").body()).contains("\"name\":\"Another\"");

        importFixture();

        Program.await("the new catalogue", () -> !node.get("/products/1").body().contains("\"name\":\"Another\""));
        assertThat(node.get("/products?count=3").statusCode()).isEqualTo(200);
        new Writer(node.port(), TOKEN).changeEverything(1);
        assertThat(node.get("/products/1").body()).contains("\"name\":\"Another\"");
    }

    @Test
    void aNodeModerates() throws Exception {
        execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name)
                VALUES (901, 8, 7, '2021-03-05', 3, true, true, '', '', NULL, '');
                INSERT INTO reviews.rating_count VALUES (8, 0, 0, 1, 0, 0, 1);
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
                VALUES (901, 8, 7, '2021-03-05', true, '', '');
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
                VALUES (901, 901, 7, '2021-03-05', true, '', ''), (902, 901, 7, '2021-03-05', true, '', '');
                """);
        Writer alice = new Writer(node.port(), TOKEN);

        assertThat(alice.send("GET", "/reported", "").statusCode()).isEqualTo(200);
        for (String kind : new String[] {"reviews", "questions", "answers"}) {
            assertThat(alice.send("DELETE", "/reported/" + kind + "/901", "").statusCode())
                    .isEqualTo(204);
        }
        for (String path : new String[] {"/reviews/901", "/qa/answers/901", "/qa/questions/901"}) {
            assertThat(alice.send("DELETE", path, "").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void aNodeReadsAndWritesWhatShoppersWriteAlsoAfterAnImportAndNeverReadsEmails() throws Exception {
        importFrom(Reviews.DATASET, SHOPPERS);
        importFrom(Questions.DATASET, SHOPPERS);
        Shopper shopper = new Shopper(node.port());

        assertThat(shopper.post("/reviews", "{\"product_id\": 2, \"rating\": 4, \"email\": \"eve@shop.example\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(shopper.post("/qa/questions", "{\"product_id\": 2, \"email\": \"eve@shop.example\"}")
                        .statusCode())
                .isEqualTo(201);
        for (String written : new String[] {"/reviews/1", "/qa/questions/11", "/qa/answers/99"}) {
            for (String vote : new String[] {"/helpful", "/report"}) {
                assertThat(shopper.put(written + vote).statusCode()).as(written).isEqualTo(204);
            }
        }
        for (String read : new String[] {
            "/reviews?product_id=2",
            "/reviews/meta?product_id=2",
            "/qa/questions?product_id=2",
            "/qa/questions/11/answers"
        }) {
            assertThat(node.get(read).statusCode()).as(read).isEqualTo(200);
        }
        assertThatThrownBy(() -> execute("atelier_node", "SELECT reviewer_email FROM reviews.review"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void aNodeKeepsCartsAndInteractions() {
        Shopper shopper = new Shopper(node.port());

        assertThat(shopper.post("/cart", "{\"sku_id\": 1}").statusCode()).isEqualTo(201);
        assertThat(node.get("/cart").body()).isEqualTo("[{\"sku_id\":1,\"count\":\"1\"}]");
        assertThat(shopper.post("/interactions", "{\"element\": \"a\", \"widget\": \"b\", \"time\": \"c\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(node.query("SELECT shop.keep_interactions(30)")).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM catalogue.product",
                "INSERT INTO catalogue.product SELECT * FROM catalogue.product",
                "DELETE FROM catalogue.document",
                "TRUNCATE catalogue.related",
                "DROP TABLE catalogue.sku",
                "ALTER TABLE catalogue.product ADD COLUMN mine text",
                "CREATE TABLE catalogue.mine ()",
                "CREATE TABLE public.mine ()",
                "CREATE TABLE shop.mine ()",
                "SELECT * FROM shop.interaction",
                "SELECT reviewer_email FROM reviews.review",
                "SELECT asker_email FROM questions.question",
                "SELECT answerer_email FROM questions.answer",
                "UPDATE reviews.review SET reviewer_name = reviewer_email",
                "DELETE FROM questions.answer WHERE answerer_email = ''",
                "DELETE FROM shop.interaction",
                "DROP TABLE shop.interaction_other",
                "CREATE SCHEMA mine",
                "CREATE TEMPORARY TABLE mine ()",
                "UPDATE audit.change SET changed_by = 'nobody'",
                "DELETE FROM audit.change",
                "SELECT changed_by FROM audit.change",
                "DELETE FROM databasechangelog",
                "SELECT rolpassword FROM pg_authid",
                "SELECT pg_read_file('PG_VERSION')",
                "COPY catalogue.product TO PROGRAM 'cat'",
                "CREATE ROLE mine",
                "ALTER SYSTEM SET work_mem = '1GB'"
            })
    void aNodeMayDoNothingElse(String statement) {
        assertThatThrownBy(() -> execute("atelier_node", statement))
                .isInstanceOf(SQLException.class)
                // Insufficient privilege.
                .extracting(failure -> ((SQLException) failure).getSQLState())
                .isEqualTo("42501");
    }

    @Test
    void theMonitoringSeesStatisticsAndNoTables() throws SQLException {
        try (Connection connection = connect("atelier_monitor");
                Statement statement = connection.createStatement();
                ResultSet sessions = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'atelier_node' AND query <> '<insufficient privilege>'")) {
            sessions.next();
            assertThat(sessions.getInt(1)).isPositive();
        }
        for (String table : new String[] {"catalogue.product", "audit.change"}) {
            assertThatThrownBy(() -> execute("atelier_monitor", "SELECT * FROM " + table))
                    .hasMessageContaining("permission denied");
        }
    }

    private static void importFixture() throws Exception {
        importFrom(Catalogue.DATASET, FIXTURE);
    }

    private static void importFrom(Dataset dataset, Path files) throws Exception {
        try (Database shared = Database.share(database);
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Path rejects = directory.resolve("rejects.csv");
            ImportOptions defaults = ImportOptions.maxRejects("100%");
            ImportOptions options = new ImportOptions(defaults.limit(), defaults.switchWait(), false, true);
            assertThat(DatasetImport.of(dataset, files, rejects, options)
                            .run(shared, nowhere)
                            .served())
                    .isTrue();
        }
        // PostgreSQL ends the import's session, which holds the lock of the catalogue, a moment later.
        try (Database shared = Database.share(database);
                Connection connection = shared.connect()) {
            Program.await("the end of the import's session", () -> !isLocked(connection));
        }
    }

    private static boolean isLocked(Connection connection) {
        try {
            return CatalogueLock.isTaken(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs statements as the owner. */
    private static void execute(String statements) throws SQLException {
        try (Database shared = Database.share(database);
                Connection connection = shared.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static void execute(String user, String sql) throws SQLException {
        try (Connection connection = connect(user);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(String.valueOf(database.url()), user, PASSWORD);
    }
}
