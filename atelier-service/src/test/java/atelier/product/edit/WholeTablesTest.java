package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.db.DataSourceFactory;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL itself counts while a node with 20,000 products starts, answers, changes them and learns of its changes. */
@ExtendWith(RunningService.class)
@FullTier("imports 20,000 products")
class WholeTablesTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String DATABASE = "whole_tables";
    private static final int PRODUCTS = 20_000;

    /** The edition has one row and no index. */
    private static final String COUNTED =
            "FROM pg_stat_user_tables WHERE schemaname IN ('catalogue', 'audit', 'reviews', 'questions') AND relname <> 'edition'";

    /** Three reviews, questions and answers of each product. */
    private static final List<String> WRITTEN = List.of(
            "INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, reviewer_name)"
                    + " SELECT id, 1 + id % 20000, id % 9, date '2021-01-01' + id % 300, 1 + id % 5, true, id % 20 = 0, 's', 'b', 'n'"
                    + " FROM generate_series(1, 60000) id",
            "INSERT INTO reviews.photo (review_id, id, url) SELECT id, id, 'u' FROM generate_series(1, 60000) id",
            "INSERT INTO reviews.characteristic (product_id, id, name) SELECT id, id, 'Fit' FROM generate_series(1, 20000) id",
            "INSERT INTO reviews.characteristic_sum (product_id, characteristic_id, ratings, total)"
                    + " SELECT id, id, 3, 10 FROM generate_series(1, 20000) id",
            "INSERT INTO reviews.rating_count (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended)"
                    + " SELECT id, 0, 0, 0, 0, 3, 3 FROM generate_series(1, 20000) id",
            "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                    + " SELECT id, 1 + id % 20000, id % 9, '2021-01-01', id % 20 = 0, 'b', 'n' FROM generate_series(1, 60000) id",
            "INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)"
                    + " SELECT id, id, id % 9, '2021-01-01', id % 20 = 0, 'b', 'n' FROM generate_series(1, 60000) id",
            "INSERT INTO questions.photo (answer_id, id, url) SELECT id, id, 'u' FROM generate_series(1, 60000) id",
            "SELECT setval('shop.' || name, 60000) FROM unnest(ARRAY['review_id', 'review_photo_id', 'question_id', 'answer_id',"
                    + " 'answer_photo_id']) AS name");

    @Test
    void noRequestAndNoChangeReadsAWholeTable(Service service, @TempDir Path directory) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase(DATABASE);
        fill(settings, directory);
        awaitNobody(service);
        service.query(settings, "SELECT pg_stat_reset()");

        int requests;
        try (Program node =
                Program.start(environment(settings), "server", "../config.yml").awaitAnswer()) {
            Writer writer = new Writer(node.port(), TOKEN);
            requests = read(writer) + shop(writer);
            for (int product = 1_000; product <= 15_000; product += 7_000) {
                int complete = product;
                // A style without SKUs has one whose id is null.
                while (writer.send("GET", "/products/" + complete + "/styles", "")
                        .body()
                        .matches(".*(\"results\":\\[]|\"null\":).*")) {
                    complete++;
                    requests++;
                }
                requests += writer.changeEverything(complete);
            }
            node.terminate();
        }
        // A connection's counts are in the view for certain only when it has ended.
        awaitNobody(service);

        assertThat(service.query(settings, "SELECT sum(idx_scan) > " + requests + " " + COUNTED))
                .isEqualTo("t");
        assertThat(service.query(settings, "SELECT string_agg(relname, ', ') " + COUNTED + " AND seq_scan > 0"))
                .as("tables that were read from their beginning")
                .isNull();
        assertThat(Long.parseLong(service.query(settings, "SELECT sum(idx_tup_fetch) " + COUNTED)))
                .as("rows that were read for %d requests", requests)
                .isBetween((long) requests, 100L * requests);
    }

    private static void fill(DatabaseSettings settings, Path directory) throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(PRODUCTS, 7).withDirt().catalogueOnly(), false, rows -> {});
        try (Database database = Database.share(settings);
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            DatasetImport.of(
                            Catalogue.DATASET,
                            directory,
                            directory.resolve("rejects.csv"),
                            ImportOptions.maxRejects("1%"))
                    .run(database, nowhere);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                // Of a few lines an index would be no help.
                statement.execute(
                        "INSERT INTO audit.change (edition, number, changed_by, product_id, place, before, after)"
                                + " SELECT '2020-01-01', number, 'somebody', 1, 'product', '{}', '{}'"
                                + " FROM generate_series(1, 20000) number");
                statement.execute("ANALYZE audit.change");
                for (String sql : WRITTEN) {
                    statement.execute(sql);
                }
                statement.execute("ANALYZE");
            }
        }
    }

    private static Map<String, String> environment(DatabaseSettings settings) {
        try (Database database = Database.share(settings)) {
            DataSourceFactory address = database.commandPool();
            return Map.of(
                    "DATABASE_URL", address.getUrl(),
                    "DATABASE_USER", String.valueOf(address.getUser()),
                    "DATABASE_PASSWORD", String.valueOf(address.getPassword()),
                    "WRITE_TOKENS", "alice:" + TOKEN);
        }
    }

    private static void awaitNobody(Service service) {
        Program.await(
                "all connections to have ended",
                () -> service.query("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + DATABASE
                                + "' AND backend_type = 'client backend'")
                        .equals("0"));
    }

    /** Returns how many requests it has made. */
    private static int read(Writer reader) {
        int requests = 0;
        for (int id = 1; id <= PRODUCTS; id += 500) {
            reader.send("GET", "/products/" + id, "");
            reader.send("GET", "/products/" + (PRODUCTS + 1_000 + id) + "/styles", "");
            assertThat(reader.send("GET", "/products?count=7&page=" + (id / 7 + 1), "")
                            .statusCode())
                    .isEqualTo(200);
            for (String fresh : List.of(
                    "/reviews?product_id=" + id,
                    "/reviews?count=100&sort=newest&product_id=" + id,
                    "/reviews?count=2&page=2&sort=helpful&product_id=" + id,
                    "/reviews/meta?product_id=" + id,
                    "/qa/questions?count=100&product_id=" + id,
                    "/qa/questions/" + id + "/answers")) {
                assertThat(reader.send("GET", fresh, "").statusCode()).isEqualTo(200);
            }
            requests += 9;
        }
        assertThat(reader.send("GET", "/products?count=1000&page=10", "").statusCode())
                .isEqualTo(200);
        return requests + 1;
    }

    /** Writes what shoppers write. Returns how many requests it has made. */
    private static int shop(Writer writer) {
        for (String row : List.of("/reviews/", "/qa/questions/", "/qa/answers/")) {
            for (String vote : List.of("5/helpful", "6/report")) {
                assertThat(writer.send("PUT", row + vote, "").statusCode()).isEqualTo(204);
            }
            assertThat(writer.send("PUT", row + "99999999/helpful", "").statusCode())
                    .isEqualTo(404);
        }
        String form = "{\"product_id\":7,\"rating\":4,\"body\":\"b\",\"photos\":[\"u\"],\"characteristics\":{\"7\":5}}";
        for (String route : List.of("/reviews", "/qa/questions", "/qa/questions/7/answers")) {
            assertThat(writer.send("POST", route, form).statusCode()).isEqualTo(201);
        }
        return 12;
    }
}
