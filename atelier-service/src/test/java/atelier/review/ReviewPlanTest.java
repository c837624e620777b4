package atelier.review;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.QueryPlan;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the query plan of each read, on 5,000 products with five reviews and one with 100,000. */
@ExtendWith(RunningService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReviewPlanTest {
    private static final int FAMOUS = 7;
    private static final int ORDINARY = 4_000;

    private DatabaseSettings settings;
    private Connection connection;

    @BeforeAll
    void writeReviews(Service service) throws SQLException {
        settings = service.newMigratedDatabase("review_plans");
        try (Database database = Database.share(settings)) {
            connection = database.connect();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, reviewer_name,
                        photos)
                    SELECT id, CASE WHEN id <= 25000 THEN (id - 1) / 5 + 1 ELSE 7 END, id * 7919 % 50, date '2020-01-01' + id * 31 % 400,
                        id % 5 + 1, id % 3 > 0, id % 20 = 0, 'summary', repeat('body ', 40), 'somebody',
                        CASE WHEN id % 2 = 1 THEN id || ',"https://pictures.atelier.example/' || id || '"' ELSE '' END
                    FROM generate_series(1, 125000) id
                    ORDER BY id * 104729::bigint % 125003;
                    INSERT INTO reviews.photo (review_id, id, url)
                    SELECT id, id, 'https://pictures.atelier.example/' || id FROM generate_series(1, 125000, 2) id;
                    INSERT INTO reviews.rating_count
                    SELECT product_id, 1, 1, 1, 1, count(*) - 4, 3 FROM reviews.review GROUP BY product_id;
                    INSERT INTO reviews.characteristic (product_id, id, name)
                    SELECT id / 4 + 1, id, 'C' || id % 4 FROM generate_series(0, 19999) id;
                    INSERT INTO reviews.characteristic_sum (product_id, characteristic_id, ratings, total)
                    SELECT product_id, id, 5, 17 FROM reviews.characteristic;
                    """);
            // PostgreSQL's own value, with which bitmaps look cheap.
            statement.execute("SET random_page_cost = 4");
            statement.execute("VACUUM (ANALYZE) reviews.review, reviews.photo, reviews.rating_count,"
                    + " reviews.characteristic, reviews.characteristic_sum");
        }
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    private JsonNode page(int product, int sort, int skipped, int length) throws Exception {
        return QueryPlan.of(
                connection,
                ReviewDao.PAGES.get(sort - 1),
                "ARRAY[" + product + ", " + sort + ", " + skipped + ", " + length + ", 4000, 4000]");
    }

    private JsonNode pages(String parameters) throws Exception {
        return QueryPlan.of(connection, ReviewDao.PAGES_WITH_PHOTOS, parameters);
    }

    private JsonNode pageWithPhotos(int product, int length) throws Exception {
        return pages("ARRAY[" + product + ", 1, 0, " + length + ", 4000, 4000]");
    }

    private JsonNode summaries(String products) throws Exception {
        return QueryPlan.of(connection, ReviewSummaryDao.SUMMARIES, products);
    }

    private static JsonNode index(JsonNode plan, String name) {
        return plan.findParents("Index Name").stream()
                .filter(node -> node.get("Index Name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> executed(JsonNode plan) {
        return plan.findParents("Index Name").stream()
                .filter(node -> node.get("Actual Loops").asInt() > 0)
                .map(node -> node.get("Index Name").asText())
                .toList();
    }

    private static void assertUsesItsIndexes(JsonNode plan, String... indexes) {
        QueryPlan.assertUsesOnly(plan, indexes);
        // These keep the rows of the pages in order, and stop at the limit of a page.
        assertThat(plan.findValuesAsText("Node Type"))
                .isSubsetOf(
                        "Nested Loop",
                        "Function Scan",
                        "Limit",
                        "Append",
                        "Subquery Scan",
                        "Result",
                        "Index Scan",
                        "Aggregate");
    }

    @ParameterizedTest
    @CsvSource({"1, review_relevant_idx", "2, review_newest_idx", "3, review_helpful_idx"})
    void aPageReadsOnlyTheIndexOfItsOrderAndNoMoreThanItsReviews(int sort, String index) throws Exception {
        JsonNode famous = page(FAMOUS, sort, 0, 5);
        JsonNode ordinary = page(ORDINARY, sort, 0, 5);

        for (JsonNode plan : List.of(famous, ordinary)) {
            assertUsesItsIndexes(plan, index);
            // Whoever sorts has read all reviews of the product.
            assertThat(index(plan, index).get("Actual Rows").asInt()).isLessThanOrEqualTo(5);
        }
        // Each of the five reviews may be in a block of its own, below three levels of an index.
        assertThat(QueryPlan.blocks(famous)).isLessThanOrEqualTo(5 + 4);
        assertThat(QueryPlan.blocks(famous)).isLessThanOrEqualTo(QueryPlan.blocks(ordinary) + 6);
    }

    @Test
    void photosOfReviewsOfAnEarlierVersionAreLookedUp() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("UPDATE reviews.review SET photos = NULL WHERE product_id = " + ORDINARY);
            JsonNode plan = pageWithPhotos(ORDINARY, 3);
            statement.execute("ROLLBACK");

            assertUsesItsIndexes(plan, "review_relevant_idx", "review_newest_idx", "review_helpful_idx", "photo_pkey");
            assertThat(executed(plan)).containsOnly("review_relevant_idx", "photo_pkey");
            assertThat(index(plan, "photo_pkey").get("Actual Loops").asInt()).isEqualTo(3);
        }
    }

    @Test
    void severalPagesOfSeveralOrdersReadOnlyTheirOwnReviews() throws Exception {
        JsonNode plan = pages("ARRAY[7, 1, 0, 5, 1000, 4000, 7, 2, 10, 5, 1000, 4000,"
                + " 4000, 3, 0, 5, 1000, 4000, 4001, 1, 100, 5, 1000, 4000]");

        assertThat(index(plan, "review_relevant_idx").get("Actual Loops").asInt())
                .isEqualTo(2);
        assertThat(index(plan, "review_newest_idx").get("Actual Loops").asInt()).isEqualTo(1);
        assertThat(index(plan, "review_helpful_idx").get("Actual Loops").asInt())
                .isEqualTo(1);
        assertThat(index(plan, "review_newest_idx").get("Actual Rows").asInt()).isEqualTo(15);
    }

    @Test
    void aSummaryReadsOnlyTheRowsOfItsProduct() throws Exception {
        JsonNode plan = summaries("ARRAY[7, 4000, 900000]");

        QueryPlan.assertUsesOnly(plan, "rating_count_pkey", "characteristic_pkey", "characteristic_sum_pkey");
        assertThat(QueryPlan.blocks(plan)).isLessThanOrEqualTo(3 * (3 + 3 + 4 * 4));
    }

    /** A node keeps its plans, and starts before shoppers have written anything. */
    @Test
    void plansOfEmptyTablesUseTheIndexesToo() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("TRUNCATE reviews.review, reviews.photo, reviews.characteristic_rating,"
                    + " reviews.rating_count, reviews.characteristic, reviews.characteristic_sum");
            try {
                assertUsesItsIndexes(page(FAMOUS, 1, 0, 5), "review_relevant_idx");
                assertUsesItsIndexes(
                        pageWithPhotos(FAMOUS, 5),
                        "review_relevant_idx",
                        "review_newest_idx",
                        "review_helpful_idx",
                        "photo_pkey");
                QueryPlan.assertUsesOnly(
                        summaries("ARRAY[7]"), "rating_count_pkey", "characteristic_pkey", "characteristic_sum_pkey");
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }

    /** The reviews before the page have to be counted, which takes as long as the statement may. */
    @Test
    void aPageFarBackIsRefusedIfItTakesTooLong() {
        try (Service service = new Service(
                settings,
                String.valueOf(settings.user()),
                String.valueOf(settings.password()),
                ConfigOverride.config("database.statementTimeout", "3ms"))) {
            HttpResponse<String> response = service.get("/reviews?product_id=" + FAMOUS + "&page=94000&count=1");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
    }
}
