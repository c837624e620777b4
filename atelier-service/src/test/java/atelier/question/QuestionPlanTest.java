package atelier.question;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.QueryPlan;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Checks the query plan of each read, with as many questions and answers of each product as published. One product has 10,000 questions,
 * and one question 5,000 answers.
 */
@ExtendWith(RunningService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class QuestionPlanTest {
    private static final String POPULAR = "9001, 0, 5";

    private Connection connection;

    @BeforeAll
    void fill(Service service) throws Exception {
        try (Database database = Database.share(service.newMigratedDatabase("question_plans"))) {
            connection = database.connect();
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    // Each answer would change its question.
                    "SET session_replication_role = replica",
                    "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                            + " SELECT id, CASE WHEN id <= 10000 THEN 9001 ELSE 1 + id % 9000 END, id % 20,"
                            + " date '2021-01-01' + id % 900, id % 20 = 0, repeat('Why? ', 12), 'ada'"
                            + " FROM generate_series(1, 41500) id",
                    "INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, photos)"
                            + " SELECT id, CASE WHEN id <= 5000 THEN 9001 ELSE 10000 + (id::bigint * 7919) % 31500 END, id % 20,"
                            + " date '2021-01-01' + id % 900, id % 20 = 0, 'Because.', 'bob',"
                            + " CASE WHEN id % 3 = 0 THEN id || ',\"https://pictures.example/' || id || '\"' ELSE '' END"
                            + " FROM generate_series(1, 67000) id WHERE id <= 5000 OR (id::bigint * 7919) % 31500 > 0",
                    "INSERT INTO questions.photo (answer_id, id, url) SELECT id, id, 'https://pictures.example/' || id"
                            + " FROM questions.answer WHERE id % 3 = 0",
                    "ANALYZE questions.answer",
                    "UPDATE questions.question SET answers = shop.shown_answers(id)",
                    // PostgreSQL's own value, with which bitmaps look cheap.
                    "SET random_page_cost = 4",
                    "VACUUM ANALYZE questions.question, questions.answer, questions.photo")) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
    }

    @Test
    void questionsOfAPageReadOnlyTheirOwnRows() throws Exception {
        JsonNode plan = plan(QuestionDao.QUESTIONS, "17, 0, 5", POPULAR, "12345, 0, 1000");

        QueryPlan.assertUsesOnly(plan, "question_helpful_idx");
        assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Bitmap Heap Scan");
        // 4 to 5 questions, each with a row, and the pages of the index.
        assertThat(QueryPlan.blocks(plan)).isLessThan(40);
    }

    @Test
    void answersOfAPageReadOnlyTheirOwnRows() throws Exception {
        JsonNode plan = questions("17, 0, 5", POPULAR, "12345, 0, 1000");

        QueryPlan.assertUsesOnly(plan, "question_helpful_idx", "answer_helpful_idx", "photo_pkey");
        assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Bitmap Heap Scan");
        assertThat(index(plan, "photo_pkey").get("Actual Loops").asInt()).isZero();
        // 4 to 5 questions, some 9 answers, each with an index and a row, and the root pages of the indexes.
        assertThat(QueryPlan.blocks(plan)).isLessThan(100);
    }

    @Test
    void pageOfAPopularProductCostsWhatItsRowsCost() throws Exception {
        JsonNode plan = questions(POPULAR);

        assertThat(index(plan, "question_helpful_idx").get("Actual Rows").asInt())
                .isEqualTo(5);
        assertThat(QueryPlan.blocks(plan)).isLessThan(50);
    }

    @Test
    void pageOfAnswersReadsOnlyItsOwnRowsHoweverManyThereAre() throws Exception {
        JsonNode plan = answers(POPULAR, "10017, 0, 5", "99999, 0, 5");

        QueryPlan.assertUsesOnly(plan, "answer_helpful_idx", "photo_pkey");
        assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Sort", "Bitmap Heap Scan");
        JsonNode first = answers(POPULAR);
        assertThat(index(first, "answer_helpful_idx").get("Actual Rows").asInt())
                .isEqualTo(5);
        assertThat(QueryPlan.blocks(first)).isLessThan(30);
        assertThat(QueryPlan.blocks(answers("10017, 0, 5"))).isLessThan(30);
    }

    @Test
    void farPageCostsItsOffset() throws Exception {
        JsonNode plan = answers("9001, 4000, 5");

        assertThat(index(plan, "answer_helpful_idx").get("Actual Rows").asInt()).isEqualTo(4_005);
        assertThat(index(plan, "photo_pkey").get("Actual Loops").asInt()).isZero();
    }

    @Test
    void photosOfAnswersOfAnEarlierVersionAreLookedUp() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("UPDATE questions.answer SET photos = NULL WHERE question_id = 9001");
            JsonNode plan = answers(POPULAR);
            statement.execute("ROLLBACK");

            assertThat(index(plan, "photo_pkey").get("Actual Loops").asInt()).isEqualTo(5);
        }
    }

    /** A node keeps its plans, and starts before shoppers have written anything. */
    @Test
    void plansOfEmptyTablesUseTheIndexesToo() throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("TRUNCATE questions.photo, questions.answer, questions.question");
            QueryPlan.assertUsesOnly(plan(QuestionDao.QUESTIONS, POPULAR), "question_helpful_idx");
            QueryPlan.assertUsesOnly(questions(POPULAR), "question_helpful_idx", "answer_helpful_idx", "photo_pkey");
            QueryPlan.assertUsesOnly(answers(POPULAR), "answer_helpful_idx", "photo_pkey");
            statement.execute("ROLLBACK");
        }
    }

    private JsonNode questions(String... pages) throws Exception {
        return plan(QuestionDao.QUESTIONS_WITH_ANSWERS, pages);
    }

    private JsonNode answers(String... pages) throws Exception {
        return plan(QuestionDao.ANSWERS, pages);
    }

    private JsonNode plan(String sql, String... pages) throws Exception {
        String limits = ", 4000, 4000";
        JsonNode plan = QueryPlan.of(connection, sql, "ARRAY[" + String.join(limits + ", ", pages) + limits + "]");
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
        return plan;
    }

    private static JsonNode index(JsonNode plan, String name) {
        return plan.findParents("Index Name").stream()
                .filter(node -> node.get("Index Name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
