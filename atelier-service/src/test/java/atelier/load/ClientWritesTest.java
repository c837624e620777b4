package atelier.load;

import static atelier.load.ShoppersImport.ANSWERS;
import static atelier.load.ShoppersImport.QUESTIONS;
import static atelier.load.ShoppersImport.REVIEWS;
import static atelier.load.ShoppersImport.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an import does with what clients have written, and with the ids that they were given. */
@ExtendWith(RunningService.class)
class ClientWritesTest {
    private static final String ADD_REVIEW = """
            INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, reviewer_name)
            VALUES (nextval('shop.review_id'), 1, 0, current_date, 5, true, false, '', '', '')
            """;

    private static final String ADD_QUESTION = """
            INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
            VALUES (nextval('shop.question_id'), 1, 0, current_date, false, '', '')
            """;

    private static final String ADD_ANSWER = """
            INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
            VALUES (nextval('shop.answer_id'), 1, 0, current_date, false, '', '')
            """;

    private static final String VOTE =
            "UPDATE reviews.review SET helpfulness = helpfulness + 1, votes = votes + 1 WHERE id = 1";

    private static final String VOTE_FOR_ANSWER =
            "UPDATE questions.answer SET reported = true, votes = votes + 1 WHERE id = 1";

    @TempDir
    private Path directory;

    private ShoppersImport files;

    @BeforeEach
    void importFiles(Service service) throws Exception {
        files = new ShoppersImport(directory, service.newMigratedDatabase("client_writes"));
        files.catalogue();
        files.writeFiles();
        files.load();
    }

    @Test
    void anEditionIntoWhichClientsHaveWrittenIsNotReplacedAndNothingElseIsTouched() throws Exception {
        for (String write : List.of(ADD_REVIEW, VOTE, VOTE, ADD_QUESTION, ADD_ANSWER, VOTE_FOR_ANSWER)) {
            files.execute(write);
        }
        files.addCatalogue();
        Files.writeString(files.rejects(), "kept");
        String editions = "SELECT concat_ws(' ', catalogue.edition.imported_at, reviews.edition.imported_at,"
                + " questions.edition.imported_at) FROM catalogue.edition, reviews.edition, questions.edition";
        String before = files.query(editions);

        assertThatThrownBy(files::load)
                .isInstanceOf(OperatorException.class)
                .hasMessage("Clients have written into reviews since its import: reviews 1, votes 2; into questions"
                        + " since its import: questions 1, answers 1, votes 1. The import would discard that, and has changed nothing. Add --discard-written to allow this, or --only to import"
                        + " other files alone.");

        assertThat(files.query(editions)).isEqualTo(before);
        assertThat(files.rejects()).hasContent("kept");
        assertThat(files.query("SELECT helpfulness FROM reviews.review WHERE id = 1"))
                .isEqualTo("10");
    }

    @Test
    void whatIsDiscardedIsCounted() {
        for (String write : List.of(ADD_REVIEW, VOTE, VOTE, ADD_QUESTION, ADD_ANSWER, ADD_ANSWER, VOTE_FOR_ANSWER)) {
            files.execute(write);
        }

        ImportReport report = files.loadDiscarding();

        assertThat(report.groups())
                .containsExactly(
                        new ImportReport.Group("reviews", true, Map.of("reviews", 1L, "votes", 2L)),
                        new ImportReport.Group("questions", true, Map.of("questions", 1L, "answers", 2L, "votes", 1L)));
        assertThat(files.query("SELECT count(*) || ' ' || sum(votes) FROM reviews.review"))
                .isEqualTo("2 0");
        // Now nothing is written any more.
        assertThat(files.load().served()).isTrue();
    }

    @Test
    void aCatalogueAloneLeavesTheReviewsOfItsProductsAndOfOthers() throws Exception {
        files.execute(ADD_REVIEW);
        files.execute("UPDATE reviews.review SET product_id = 77 WHERE id = 2");

        assertThat(files.catalogue().served()).isTrue();

        assertThat(files.query("SELECT count(*) FROM reviews.review")).isEqualTo("3");
        assertThat(files.query("SELECT count(*) FROM reviews.review WHERE product_id = 77"))
                .isEqualTo("1");
    }

    @Test
    void noIdIsGivenTwice(Service service) throws Exception {
        ShoppersImport fresh = new ShoppersImport(directory, service.newMigratedDatabase("client_writes_fresh"));
        assertThat(fresh.query("SELECT nextval('shop.review_id')")).isEqualTo("1");
        fresh.catalogue();
        fresh.execute("SELECT nextval('shop.review_id') FROM generate_series(1, 9)");

        // The files' ids are smaller than those that clients were given.
        fresh.load();
        assertThat(fresh.query("SELECT last_review FROM reviews.edition")).isEqualTo("10");
        assertThat(fresh.query("SELECT nextval('shop.review_id')")).isEqualTo("11");

        fresh.write("reviews.csv", REVIEWS + review(500) + review(1) + review(2));
        fresh.load();
        assertThat(fresh.query("SELECT last_review FROM reviews.edition")).isEqualTo("500");
        fresh.execute(ADD_REVIEW);

        fresh.write("reviews.csv", REVIEWS + review(1) + review(2));
        fresh.loadDiscarding();
        assertThat(fresh.query("SELECT nextval('shop.review_id')")).isEqualTo("502");
        assertThat(fresh.query("SELECT last_review FROM reviews.edition")).isEqualTo("501");
    }

    @Test
    void eachSequenceContinuesBehindTheLargestIdOfItsFile() throws Exception {
        files.write("reviews_photos.csv", "id,review_id,url\n20,1,\"u\"\n3,1,\"u\"\n");
        files.write("characteristic_reviews.csv", "id,characteristic_id,review_id,value\n30,1,1,4\n");
        files.write("questions.csv", QUESTIONS + "40,1,\"?\",1595880000000,\"y\",\"a@b.example\",0,1\n");
        files.write("answers.csv", ANSWERS + "50,40,\"Yes\",1599958385988,\"Seller\",null,0,2\n");
        files.write("answers_photos.csv", "id,answer_id,url\n60,50,\"u\"\n");

        files.load();

        assertThat(files.query("SELECT concat_ws(' ', nextval('shop.review_id'), nextval('shop.review_photo_id'),"
                        + " nextval('shop.characteristic_rating_id'), nextval('shop.question_id'),"
                        + " nextval('shop.answer_id'), nextval('shop.answer_photo_id'))"))
                .isEqualTo("3 21 31 41 51 61");
        assertThat(files.query("SELECT concat_ws(' ', questions, last_question, last_answer) FROM questions.edition"))
                .isEqualTo("1 40 50");
    }

    @Test
    void anIdThatLeavesNoneForClientsIsRejected() throws Exception {
        files.write("reviews.csv", REVIEWS + review(2_000_000_001) + review(1) + review(2));

        assertThat(files.load().files().get(0).rejects()).isEqualTo(Map.of("not a whole number in range", 1L));

        files.execute(ADD_REVIEW);
    }

    /** A vote that is under way when the import wants to switch: it was not there when the import began. */
    @Test
    void whatIsWrittenDuringAnImportStopsItAtTheSwitch() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection client = files.connect();
                Statement statement = client.createStatement()) {
            client.setAutoCommit(false);
            statement.execute(VOTE);
            Future<ImportReport> importing = threads.submit(() -> files.load());
            Program.await(
                    "the switch to wait",
                    () -> "t".equals(files.query("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")));
            client.commit();

            assertThatThrownBy(() -> importing.get(1, TimeUnit.MINUTES))
                    .rootCause()
                    .isInstanceOf(OperatorException.class)
                    .hasMessage(
                            "The import failed and changed nothing: clients wrote into reviews while it ran. Import"
                                    + " again, with --discard-written to discard what they have written since the last import.");
        } finally {
            threads.shutdown();
        }
        assertThat(files.query("SELECT votes FROM reviews.review WHERE id = 1")).isEqualTo("1");
        assertThat(files.query("SELECT count(*) FROM pg_namespace WHERE nspname ~ '_(next|old)$'"))
                .isEqualTo("0");
    }

    /** Each acknowledged write is in the edition that is served at the end, or an import has counted it as discarded. */
    @Test
    void noWriteIsLostUnseenWhenEditionsAreReplacedUnderTraffic() throws Exception {
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicLong votes = new AtomicLong();
        AtomicLong reviews = new AtomicLong();
        long discardedVotes = 0;
        long discardedReviews = 0;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(() -> write(go, votes, reviews)));
            }
            for (int round = 0; round < 6; round++) {
                Map<String, Long> discarded =
                        files.loadDiscarding().groups().get(0).discarded();
                discardedVotes += discarded.getOrDefault("votes", 0L);
                discardedReviews += discarded.getOrDefault("reviews", 0L);
            }
            go.set(false);
            for (Future<?> client : clients) {
                client.get(1, TimeUnit.MINUTES);
            }
        } finally {
            go.set(false);
            threads.shutdown();
        }
        assertThat(discardedReviews).isPositive();
        assertThat(discardedVotes + Long.parseLong(files.query("SELECT sum(votes) FROM reviews.review")))
                .isEqualTo(votes.get());
        assertThat(discardedReviews + Long.parseLong(files.query("SELECT count(*) FROM reviews.review WHERE id > 2")))
                .isEqualTo(reviews.get());
    }

    /** Votes and writes by prepared statements, whose plans meet the switch. */
    private Void write(AtomicBoolean go, AtomicLong votes, AtomicLong reviews) throws SQLException {
        try (Connection connection = files.connect();
                PreparedStatement vote = connection.prepareStatement(VOTE);
                PreparedStatement add = connection.prepareStatement(ADD_REVIEW)) {
            while (go.get()) {
                votes.addAndGet(vote.executeUpdate());
                reviews.addAndGet(add.executeUpdate());
            }
        }
        return null;
    }

    /** While a switch looks for writes, nobody can read: it must not read whole tables. */
    @Test
    void writesAreFoundByIndexes() throws Exception {
        try (Connection connection = files.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL enable_seqscan = off");
            for (Dataset dataset : ShoppersImport.DATASETS) {
                for (Dataset.Written written : dataset.written()) {
                    StringBuilder plan = new StringBuilder();
                    try (ResultSet rows = statement.executeQuery("EXPLAIN SELECT FROM %s.%s WHERE %s"
                            .formatted(
                                    dataset.schema(),
                                    written.table(),
                                    written.condition().replace("{schema}", dataset.schema())))) {
                        while (rows.next()) {
                            plan.append(rows.getString(1)).append('\n');
                        }
                    }
                    assertThat(plan).doesNotContain("Seq Scan on " + written.table());
                    assertThat(plan.toString()).containsAnyOf("Index Scan", "Index Only Scan", "Bitmap Index Scan");
                }
            }
            connection.rollback();
        }
    }
}
