package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.Schema;
import atelier.product.prepare.DocumentRebuild;
import atelier.testing.OtherTransaction;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database of the version before reviews, with its demo catalogue. */
@ExtendWith(RunningService.class)
class EarlierVersionTest {
    private static final String WITHOUT_SHOPPERS = """
            DROP SCHEMA reviews, questions, shop CASCADE;
            DROP INDEX catalogue.sku_id_idx;
            COMMENT ON SCHEMA catalogue IS NULL;
            DELETE FROM databasechangelog
            WHERE id IN ('sku-id', 'reviews', 'questions', 'shop', 'interactions', 'row-photos', 'shown-answers', 'fill-shown',
                'answers-by-statement')
            """;

    private static final DemoSettings DEMO = new DemoSettings(5, 1, null);

    @Test
    void itsCatalogueIsServedWithEmptyListsThatShoppersFill(Service shared) throws Exception {
        DatabaseSettings settings = shared.newMigratedDatabase("earlier_version");
        upgrade(settings);

        try (Service service = new Service(
                settings,
                String.valueOf(settings.user()),
                String.valueOf(settings.password()),
                ConfigOverride.config("demo.products", Integer.toString(DEMO.products())))) {
            assertThat(service.get("/products/5").statusCode()).isEqualTo(200);
            assertThat(service.get("/reviews?product_id=1").body())
                    .isEqualTo("{\"product\":\"1\",\"page\":0,\"count\":5,\"results\":[]}");
            assertThat(service.get("/reviews/meta?product_id=1").body())
                    .isEqualTo("{\"product_id\":\"1\",\"ratings\":{},\"recommended\":{},\"characteristics\":{}}");
            assertThat(service.get("/qa/questions?product_id=1").body())
                    .isEqualTo("{\"product_id\":\"1\",\"results\":[]}");
            assertThat(service.get("/qa/questions/1/answers").body())
                    .isEqualTo("{\"question\":\"1\",\"page\":1,\"count\":5,\"results\":[]}");
            assertThat(service.get("/cart").body()).isEqualTo("[]");

            Shopper shopper = new Shopper(service.port());
            assertThat(shopper.post("/qa/questions", "{\"product_id\":1,\"body\":\"Warm?\"}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(service.get("/qa/questions?product_id=1").body())
                    .startsWith("{\"product_id\":\"1\",\"results\":[{\"question_id\":1,\"question_body\":\"Warm?\",");
        }
    }

    /** Before rows had their photos, and questions their answers. */
    private static final String WITHOUT_SHOWN_TEXTS = """
            DROP TRIGGER show_no_answers ON questions.question;
            DROP FUNCTION shop.show_changes_of_answers, shop.keep_answers_shown, shop.show_answers, shop.show_no_answers, shop.shown_answers, shop.shown_answer CASCADE;
            ALTER TABLE questions.question DROP COLUMN answers;
            ALTER TABLE questions.answer DROP COLUMN photos;
            ALTER TABLE reviews.review DROP COLUMN photos;
            DELETE FROM databasechangelog WHERE id IN ('row-photos', 'shown-answers', 'fill-shown', 'answers-by-statement');
            INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
            SELECT id, 1 + id % 500, 0, '2021-03-05', false, 'q', 'n' FROM generate_series(1, 2500) id
            """;

    private static final String REVIEW_OF_EARLIER_VERSION = """
            WITH written AS (
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, reviewer_name)
                VALUES (%1$s, %2$s, 0, '2021-03-05', 1, true, false, '', 'b', 'n')
                RETURNING id)
            INSERT INTO reviews.photo (review_id, id, url) SELECT id, id * 10 + n, 'r' || n FROM written, generate_series(1, 2) n
            """;

    private static final String ANSWER_OF_EARLIER_VERSION = """
            WITH written AS (
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
                VALUES (%1$s, %2$s, 0, '2021-03-05', false, 'b', 'n')
                RETURNING id)
            INSERT INTO questions.photo (answer_id, id, url) SELECT id, id * 10 + n, 'a' || n FROM written, generate_series(1, 2) n
            """;

    @Test
    void photosAndAnswersOfEarlierVersionsAreShown(Service shared) throws Exception {
        DatabaseSettings settings = shared.newMigratedDatabase("earlier_rows");
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(WITHOUT_SHOWN_TEXTS);
            for (int id : new int[] {5, 2_005}) {
                statement.execute(REVIEW_OF_EARLIER_VERSION.formatted(id, 6));
                statement.execute(ANSWER_OF_EARLIER_VERSION.formatted(id, id));
            }

            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
        }
        assertThat(shared.query(
                        settings,
                        "SELECT (SELECT count(*) FROM reviews.review WHERE photos IS NULL)"
                                + " + (SELECT count(*) FROM questions.question WHERE answers IS NULL)"))
                .isEqualTo("0");

        try (Service service =
                new Service(settings, String.valueOf(settings.user()), String.valueOf(settings.password()))) {
            assertThat(photos(service, "/reviews?product_id=6")).containsExactly("r1", "r2", "r1", "r2");
            assertThat(photos(service, "/qa/questions?product_id=6")).containsExactly("a1", "a2", "a1", "a2");

            // A node of that version goes on writing for a while.
            service.execute(REVIEW_OF_EARLIER_VERSION.formatted(3_000, 6));
            service.execute(ANSWER_OF_EARLIER_VERSION.formatted(3_000, 505));
            service.execute("INSERT INTO questions.question"
                    + " (id, product_id, helpful, date_written, reported, body, asker_name)"
                    + " VALUES (3000, 8, 0, '2021-03-05', false, 'q', 'n')");
            service.execute(ANSWER_OF_EARLIER_VERSION.formatted(3_001, 3_000));

            assertThat(photos(service, "/reviews?product_id=6")).containsExactly("r1", "r2", "r1", "r2", "r1", "r2");
            assertThat(photos(service, "/qa/questions?product_id=6"))
                    .containsExactly("a1", "a2", "a1", "a2", "a1", "a2");
            assertThat(photos(service, "/qa/questions?product_id=8")).containsExactly("a1", "a2");
            // Such a page is read alone.
            service.execute("UPDATE reviews.review SET summary = repeat('long', 5000);"
                    + " UPDATE questions.answer SET answerer_name = repeat('long', 5000)");
            assertThat(photos(service, "/reviews?product_id=6")).containsExactly("r1", "r2", "r1", "r2", "r1", "r2");
            assertThat(photos(service, "/qa/questions?product_id=6"))
                    .containsExactly("a1", "a2", "a1", "a2", "a1", "a2");
        }
    }

    /** Nodes of that version lock rows in another order, and would wait for these rows. */
    @ParameterizedTest
    @ValueSource(strings = {"reviews.review", "questions.answer", "questions.question"})
    void theFillWaitsForNoRowWhileItHasOthers(String table, Service shared) throws Exception {
        DatabaseSettings settings = shared.newMigratedDatabase("filled_beside_" + table.replace('.', '_'));
        shared.execute(settings, WITHOUT_SHOWN_TEXTS);
        for (int id = 5; id <= 7; id++) {
            shared.execute(settings, REVIEW_OF_EARLIER_VERSION.formatted(id, 6));
            shared.execute(settings, ANSWER_OF_EARLIER_VERSION.formatted(id, id));
        }
        CompletableFuture<Void> fill;
        try (OtherTransaction other =
                OtherTransaction.begin(Database.share(settings), "SELECT FROM " + table + " WHERE id = 6 FOR UPDATE")) {
            fill = CompletableFuture.runAsync(() -> migrate(settings));
            OtherTransaction.awaitWaiting(() -> shared.query(settings, OtherTransaction.WAITING), 1);

            other.executeSoon("SELECT FROM " + table + " WHERE id IN (5, 7) FOR UPDATE");
        }

        fill.get(30, TimeUnit.SECONDS);
        assertThat(
                        shared.query(
                                settings,
                                "SELECT (SELECT count(*) FROM reviews.review WHERE photos IS NULL)"
                                        + " + (SELECT count(*) FROM questions.answer WHERE photos IS NULL)"
                                        + " + (SELECT count(*) FROM questions.question WHERE answers IS DISTINCT FROM shop.shown_answers(id))"))
                .isEqualTo("0");
    }

    private static void migrate(DatabaseSettings settings) {
        try (Database database = Database.share(settings)) {
            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
        }
    }

    /** Returns the URLs of the photos that a page shows. */
    private static List<String> photos(Service service, String url) throws Exception {
        List<String> urls = new ArrayList<>();
        for (JsonNode photos :
                new ObjectMapper().readTree(service.get(url).body()).findValues("photos")) {
            photos.forEach(photo -> urls.add(
                    photo.isTextual() ? photo.textValue() : photo.get("url").textValue()));
        }
        return urls;
    }

    /** Makes the database of the earlier version, and does to it what {@code prepare} does. */
    private static void upgrade(DatabaseSettings settings) throws SQLException {
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            DemoCatalogue.fillIfEmpty(database, DEMO, Sample.DEFAULT_PICTURES);
            statement.execute(WITHOUT_SHOPPERS);

            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
            DemoCatalogue.fillIfEmpty(database, DEMO, Sample.DEFAULT_PICTURES);
        }
    }
}
