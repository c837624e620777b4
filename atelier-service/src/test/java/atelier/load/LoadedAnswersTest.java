package atelier.load;

import static atelier.load.ShoppersImport.ANSWERS;
import static atelier.load.ShoppersImport.QUESTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The JSON of its answers that an import writes into the row of a question: the same as that of the triggers. */
@ExtendWith(RunningService.class)
class LoadedAnswersTest {
    @TempDir
    private Path directory;

    private ShoppersImport files;

    @BeforeEach
    void writeFiles(Service service) throws Exception {
        files = new ShoppersImport(directory, service.newMigratedDatabase("loaded_answers"));
        files.catalogue();
        files.writeFiles();
    }

    private static String question(int id) {
        return id + ",1,\"Is it \"\"warm\"\"?\",1595880000000,\"yankeelover\",null,0,1\n";
    }

    private static String answer(int id, int question, String body) {
        return id + "," + question + "," + body + ",1599958385988,\"Seller\",null,0,2\n";
    }

    private static String answers(int first, int last, int question, String body) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(id -> answer(id, question, body))
                .collect(Collectors.joining());
    }

    /** Returns the questions whose JSON is not the one that the triggers write. */
    private String different() {
        return files.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM questions.question"
                + " WHERE answers IS DISTINCT FROM shop.shown_answers(id)");
    }

    private String answersOf(int question) {
        return files.query("SELECT coalesce(answers, 'null') FROM questions.question WHERE id = " + question);
    }

    @Test
    void aQuestionHoldsItsAnswersByAscendingId() throws Exception {
        files.write("questions.csv", QUESTIONS + question(9) + question(2) + question(5));
        files.write(
                "answers.csv",
                ANSWERS
                        + answer(30, 2, "\"of 2\"")
                        + answer(12, 9, "\"a \"\"b\"\", \\ \t Zoë\u2029\"")
                        + answer(40, 9, "null")
                        + answer(7, 2, "\"earlier\"")
                        + answer(41, 9, "\"\"").replace(",0,2\n", ",1,2\n"));
        files.write("answers_photos.csv", "id,answer_id,url\n2,12,\"u\\ \"\"7\"\",8\"\n3,12,\"v\"\n");

        assertThat(files.load().rejected()).isZero();

        assertThat(answersOf(5)).isEmpty();
        assertThat(answersOf(9))
                .isEqualTo(
                        "\"12\":{\"id\":12,\"body\":\"a \\\"b\\\", \\\\ \\t Zoë\u2029\",\"date\":\"2020-09-13T00:00:00.000Z\","
                                + "\"answerer_name\":\"Seller\",\"helpfulness\":2,\"photos\":[\"u\\\\ \\\"7\\\",8\",\"v\"]},"
                                + "\"40\":{\"id\":40,\"body\":\"\",\"date\":\"2020-09-13T00:00:00.000Z\","
                                + "\"answerer_name\":\"Seller\",\"helpfulness\":2,\"photos\":[]}");
        assertThat(answersOf(2)).startsWith("\"7\":{").contains(",\"30\":{");
        assertThat(different()).isNull();
        assertThat(files.query("SELECT body FROM questions.question WHERE id = 2"))
                .isEqualTo("Is it \"warm\"?");
    }

    @Test
    void answersThatAreTooManyTooLongOrOfUncertainPhotosAreNull() throws Exception {
        files.write(
                "questions.csv",
                IntStream.rangeClosed(1, 7)
                        .mapToObj(LoadedAnswersTest::question)
                        .collect(Collectors.joining("", QUESTIONS, "")));
        // The JSON of an answer without text has 113 bytes here, that of the long answers 3,000 and 3,001.
        String rest = "é".repeat((3_000 - 113) / 2);
        files.write(
                "answers.csv",
                ANSWERS
                        + answers(100, 119, 1, "\"\"")
                        + answers(200, 220, 2, "\"\"")
                        + answer(300, 3, "\"" + rest + "e\"")
                        + answer(400, 4, "\"" + rest + "ee\"")
                        + answers(500, 502, 5, "\"" + "long".repeat(300) + "\"")
                        + answers(600, 699, 6, "\"\"").replace(",0,2\n", ",1,2\n")
                        + answer(700, 7, "\"\"")
                        + answer(701, 7, "\"\""));
        files.write("answers_photos.csv", "id,answer_id,url\n2,701,\"u\"\n1,701,\"v\"\n");

        assertThat(files.load().rejected()).isZero();

        assertThat(files.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM questions.question"
                        + " WHERE answers IS NULL"))
                .isEqualTo("2 4 5 7");
        assertThat(files.query("SELECT octet_length(answers) FROM questions.question WHERE id = 3"))
                .isEqualTo("3000");
        assertThat(answersOf(6)).isEmpty();
        assertThat(different()).isNull();
    }

    @Test
    void rejectedAnswersAreNotShown() throws Exception {
        files.write(
                "questions.csv",
                QUESTIONS
                        + question(1)
                        + question(2)
                        + question(1)
                        + question(3).replace("3,1,", "3,99,"));
        files.write(
                "answers.csv",
                ANSWERS
                        + answer(1, 1, "\"first\"")
                        + answer(1, 2, "\"repeated id\"")
                        + answer(2, 3, "\"lost\"")
                        + answer(3, 2, "\"no date\"").replace("1599958385988", "yesterday"));
        files.write("answers_photos.csv", "id,answer_id,url\n1,3,\"u\"\n");

        assertThat(files.load().rejected()).isEqualTo(6);

        assertThat(answersOf(1)).contains("first");
        assertThat(answersOf(2)).isEmpty();
        assertThat(different()).isNull();
    }

    /** The rows of the temporary file are in several parts. */
    @Test
    void theOrderOfTheRowsDoesNotMatter() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        int questions = 20_000;
        List<Integer> ids = IntStream.rangeClosed(1, questions).boxed().collect(Collectors.toList());
        Collections.shuffle(ids, new Random(4));
        files.write(
                "questions.csv",
                ids.stream().map(id -> question(id * 3)).collect(Collectors.joining("", QUESTIONS, "")));
        files.write(
                "answers.csv",
                IntStream.rangeClosed(1, 40_000)
                        .mapToObj(id ->
                                answer(40_001 - id, 3 + 3 * random.nextInt(questions), "\"" + random.nextInt() + "\""))
                        .collect(Collectors.joining("", ANSWERS, "")));
        files.write("answers_photos.csv", "id,answer_id,url\n");

        assertThat(files.load().rejected()).isZero();

        assertThat(files.query("SELECT count(answers) FROM questions.question")).isEqualTo("20000");
        assertThat(different()).isNull();
    }
}
