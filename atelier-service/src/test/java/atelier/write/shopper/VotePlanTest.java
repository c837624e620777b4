package atelier.write.shopper;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.QueryPlan;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that votes find their rows by indexes, and then by the places that were found. */
@ExtendWith(RunningService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class VotePlanTest {
    private Connection connection;

    @BeforeAll
    void fill(Service service) throws Exception {
        try (Database database = Database.share(service.newMigratedDatabase("vote_plans"))) {
            connection = database.connect();
        }
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
    }

    /** A node keeps its plans, and starts before shoppers have written anything. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void votesReadOnlyTheirRows(boolean filled) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN; SET LOCAL session_replication_role = replica");
            if (filled) {
                statement.execute("""
                        INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
                        SELECT id, id, 0, '2021-03-05', false, 'q', 'n' FROM generate_series(1, 20000) id;
                        INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
                        SELECT id, id, 0, '2021-03-05', false, 'a', 'n' FROM generate_series(1, 20000) id;
                        ANALYZE questions.question; ANALYZE questions.answer
                        """);
            }
            VoteStatement questions = VoteStatement.helpful("questions.question", "helpful");
            VoteStatement answers =
                    VoteStatement.helpful("questions.answer", "helpful").ownedBy("questions.question", "question_id");

            QueryPlan.assertUsesOnly(plan(questions, true), "question_pkey");
            QueryPlan.assertUsesOnly(plan(questions, false), "question_pkey");
            QueryPlan.assertUsesOnly(plan(answers, true), "answer_pkey");
            QueryPlan.assertUsesOnly(plan(answers, false), "question_pkey", "answer_pkey");

            statement.execute("ROLLBACK");
        }
    }

    private JsonNode plan(VoteStatement votes, boolean waits) throws Exception {
        JsonNode plan = QueryPlan.of(connection, votes.sql(waits), "ARRAY[7, 8, 8, 9]");
        assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Merge Join");
        assertThat(plan.findValuesAsText("Node Type").contains("Tid Scan")).isEqualTo(!waits);
        return plan;
    }
}
