package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.product.load.Catalogue;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The seven files of reviews and questions, with the dirt that is in some editions. */
@ExtendWith(RunningService.class)
class ShoppersFilesTest {
    private static final String REVIEWS =
            "id,product_id,rating,date,summary,body,recommend,reported,reviewer_name,reviewer_email,response,helpfulness\n";
    private static final String QUESTIONS = "id,product_id,body,date_written,asker_name,asker_email,reported,helpful\n";
    private static final String ANSWERS =
            "id,question_id,body,date_written,answerer_name,answerer_email,reported,helpful\n";

    /** Of the catalogue that the tests' databases hold: 1 and 2 are products, 99 is none. */
    private static final List<Dataset> DATASETS = List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET);

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws Exception {
        write("reviews.csv", REVIEWS + review(1, "") + review(2, ""));
        write("reviews_photos.csv", "id,review_id,url\n1,1,\"https://pictures.example/1\"\n");
        write("characteristics.csv", "id,product_id,name\n1,1,\"Fit\"\n2,1,\"Length\"\n3,2,\"Fit\"\n");
        write("characteristic_reviews.csv", "id,characteristic_id,review_id,value\n1,1,1,4\n2,2,1,3\n3,1,2,5\n");
        write("questions.csv", QUESTIONS + "1,1,\"Is it warm?\",1595880000000,\"yankeelover\",\"a@b.example\",0,1\n");
        write("answers.csv", ANSWERS + "1,1,\"Yes\",1599958385988,\"Seller\",null,0,2\n");
        write(
                "answers_photos.csv",
                "id,answer_id,url\n2,1,\"https://pictures.example/2\"\n1,1,\"https://p.example/1\"\n");
    }

    private static String review(int id, String response) {
        return id
                + ",1,5,1596080481467,\"This product was great!\",\"I liked it\",true,false,\"funtime\",\"a@b.example\","
                + (response.isEmpty() ? "null" : response) + ",8\n";
    }

    @Test
    void loadsEveryRowAndAddsUpTheRatings(Service service) throws Exception {
        write(
                "reviews.csv",
                REVIEWS + review(2, "") + review(1, "")
                        + "7,1,1,1596080481467,\"Bad\",\"\",false,true,\"a\",null,\"\",0\n"
                        + "9,2,3,1596080481467,\"\",\"So so\",false,false,\"a\",null,\"\",0\n");
        write(
                "characteristic_reviews.csv",
                "id,characteristic_id,review_id,value\n1,1,1,4\n2,2,1,3\n3,1,2,5\n4,3,9,1\n5,1,7,1\n");

        ImportReport report = load(service);

        assertThat(report.served()).as(report.refusal()).isTrue();
        assertThat(report.files())
                .allSatisfy(file -> assertThat(file.rejected()).isZero());
        assertThat(report.groups()).extracting(ImportReport.Group::name).containsExactly("reviews", "questions");
        assertThat(service.query(
                        "SELECT string_agg(rating_count::text, ' ' ORDER BY product_id) FROM reviews.rating_count"))
                .isEqualTo("(1,1,0,0,0,2,2) (2,0,0,1,0,0,0)");
        assertThat(service.query("SELECT string_agg(characteristic_sum::text, ' ' ORDER BY characteristic_id)"
                        + " FROM reviews.characteristic_sum"))
                .isEqualTo("(1,1,3,10) (1,2,1,3) (2,3,1,1)");
        assertThat(service.query("SELECT reviews || ' ' || last_review FROM reviews.edition"))
                .isEqualTo("4 9");
    }

    @Test
    void acceptsByteOrderMarksOtherLineEndsBlanksInHeadersAndFewerQuotes(Service service) throws Exception {
        write(
                "reviews.csv",
                "\uFEFF" + REVIEWS.replace(",", ", ").replace("\n", "\r\n")
                        + "1,1,5,1596080481467,This product was great!,It's a 5\" heel,TRUE,FALSE,funtime,a@b.example,,8\r\n");
        write("characteristic_reviews.csv", "id, characteristic_id, review_id, value\r\n1,1,1, 4\r\n2,1,1,3.0\r\n");

        ImportReport report = load(service);

        assertThat(report.rejected()).isZero();
        assertThat(service.query("SELECT concat_ws('|', summary, body, recommend, response, helpfulness)"
                        + " FROM reviews.review"))
                .isEqualTo("This product was great!|It's a 5\" heel|t|8");
    }

    @Test
    void bothFormsOfADateAreTheDayInUtcAndOthersAreRejected(Service service) throws Exception {
        writeReviews(
                "1596080481467",
                List.of(
                        "1596080481467",
                        "\"1596080481467\"",
                        "1596153599999",
                        "1596153600000",
                        "1596080481467.0",
                        "\"2018-08-11\"",
                        "2018-08-11",
                        "\" 2018-08-11 \"",
                        "1.59608E+12",
                        "1596080481",
                        "15960804814670",
                        "2018-02-30",
                        "2018-8-1",
                        "11.08.2018",
                        "0000-01-01",
                        "-159608048146",
                        "2018-08-11x",
                        "null"));

        assertThat(file(load(service), "reviews.csv").rejects())
                .isEqualTo(Map.of(
                        "not milliseconds since 1970 in 13 digits, nor YYYY-MM-DD", 9L, "required value missing", 1L));
        assertThat(service.query("SELECT string_agg(date::text, ' ' ORDER BY id) FROM reviews.review"))
                .isEqualTo("2020-07-30 2020-07-30 2020-07-30 2020-07-31 2020-07-30 2018-08-11 2018-08-11 2018-08-11");
    }

    @Test
    void responseIsNullEmptyOrItsText(Service service) throws Exception {
        writeReviews(
                "null",
                List.of(
                        "null",
                        "NULL",
                        "\"null\"",
                        "\\N",
                        "",
                        "\"\"",
                        "\"He said \"\"yes\"\", twice\"",
                        "\"nullified\""));

        assertThat(file(load(service), "reviews.csv").rejected()).isZero();

        assertThat(service.query("SELECT string_agg(coalesce(response, '-'), '|' ORDER BY id) FROM reviews.review"))
                .isEqualTo("-|-|-|-|-||He said \"yes\", twice|nullified");
    }

    @Test
    void flagsAreReadInBothFormsInEachFile(Service service) throws Exception {
        writeReviews("true,false", List.of("0,1", "1,0", "true,false", "false,true", "\"true\",TRUE", "maybe,0"));
        write(
                "answers.csv",
                ANSWERS + "1,1,\"Yes\",1599958385988,\"Seller\",null,false,2\n"
                        + "2,1,\"Yes\",1599958385988,\"Seller\",null,1,2\n"
                        + "3,1,\"Yes\",1599958385988,\"Seller\",null,true,2\n");

        assertThat(file(load(service), "reviews.csv").rejects())
                .isEqualTo(Map.of("not 0, 1, true, false, yes or no", 1L));
        assertThat(service.query("SELECT string_agg(concat(recommend, reported), ' ' ORDER BY id) FROM reviews.review"))
                .isEqualTo("ft tf tf ft tt");
        assertThat(service.query("SELECT string_agg(reported::text, ' ' ORDER BY id) FROM questions.answer"))
                .isEqualTo("false true true");
    }

    @Test
    void rejectsARowWithoutItsProductReviewQuestionAnswerOrCharacteristic(Service service) throws Exception {
        write("reviews.csv", REVIEWS + review(1, "") + review(2, "").replace("2,1,", "2,99,"));
        write("reviews_photos.csv", "id,review_id,url\n1,2,\"u\"\n2,3,\"u\"\n3,1,null\n4,1,\"u\"\n");
        write("characteristics.csv", "id,product_id,name\n1,1,\"Fit\"\n2,0,\"Fit\"\n3,2,\"Fit\"\n");
        write(
                "characteristic_reviews.csv",
                "id,characteristic_id,review_id,value\n1,1,1,4\n2,2,1,4\n3,1,2,4\n4,3,1,4\n5,1,1,0\n6,1,1,6\n7,1,1,2.9\n");
        write(
                "questions.csv",
                QUESTIONS + "1,1,\"?\",1595880000000,\"a\",\"b\",0,1\n2,98,\"?\",1595880000000,\"a\",\"b\",0,1\n");
        write(
                "answers.csv",
                ANSWERS + "1,1,\"Yes\",1599958385988,\"S\",null,0,2\n2,2,\"Yes\",1599958385988,\"S\",null,0,2\n");
        write("answers_photos.csv", "id,answer_id,url\n1,1,\"u\"\n2,2,\"u\"\n");

        ImportReport report = load(service);

        assertThat(file(report, "reviews.csv").rejects()).isEqualTo(Map.of("no such product", 1L));
        assertThat(file(report, "reviews_photos.csv").rejects())
                .isEqualTo(Map.of("no such review", 2L, "required value missing", 1L));
        assertThat(file(report, "characteristics.csv").rejects()).isEqualTo(Map.of("no such product", 1L));
        assertThat(file(report, "characteristic_reviews.csv").rejects())
                .isEqualTo(Map.of(
                        "no such characteristic",
                        1L,
                        "no such review",
                        1L,
                        "characteristic of another product",
                        1L,
                        "not a whole number from 1 to 5",
                        3L));
        assertThat(file(report, "questions.csv").rejects()).isEqualTo(Map.of("no such product", 1L));
        assertThat(file(report, "answers.csv").rejects()).isEqualTo(Map.of("no such question", 1L));
        assertThat(file(report, "answers_photos.csv").rejects()).isEqualTo(Map.of("no such answer", 1L));
        assertThat(Files.readAllLines(directory.resolve("rejects.csv")))
                .contains(
                        "reviews.csv,3,product_id,\"99\",\"no such product\"",
                        "characteristic_reviews.csv,5,characteristic_id,\"3\",\"characteristic of another product\"",
                        "answers_photos.csv,3,answer_id,\"2\",\"no such answer\"");
    }

    @Test
    void rejectsARatingThatIsNoneOfOneToFive(Service service) throws Exception {
        writeReviews(",5,", List.of(",0,", ",6,", ",4.5,", ",five,", ",-1,", ",null,", ",1,", ",\"5\",", ",4.0,"));

        assertThat(file(load(service), "reviews.csv").rejects())
                .isEqualTo(Map.of("not a whole number from 1 to 5", 5L, "required value missing", 1L));
    }

    @Test
    void aGroupThatIsHalfThereIsAnErrorThatNamesWhatIsMissing(Service service) throws Exception {
        Files.delete(directory.resolve("answers.csv"));
        Files.move(directory.resolve("answers_photos.csv"), directory.resolve("answers_photos.csv.gz"));
        Files.writeString(directory.resolve("rejects.csv"), "kept");

        assertThatThrownBy(() -> load(service))
                .isInstanceOf(OperatorException.class)
                .hasMessage(
                        "Of the 3 files of questions, " + directory.resolve("answers.csv") + " is missing, and "
                                + directory.resolve("answers_photos.csv")
                                + " is missing, but answers_photos.csv.gz is there; unpack it first. The import changed nothing.");
        assertThat(directory.resolve("rejects.csv")).hasContent("kept");
    }

    /** Writes a review for each value, in which the value takes the place of a text. */
    private void writeReviews(String text, List<String> values) throws Exception {
        StringBuilder rows = new StringBuilder(REVIEWS);
        for (int i = 0; i < values.size(); i++) {
            rows.append(review(i + 1, "").replace(text, values.get(i)));
        }
        write("reviews.csv", rows.toString());
    }

    private ImportReport load(Service service) {
        try (Database database = Database.share(service.configuration().getDatabase());
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            return DatasetImport.of(
                            DATASETS, directory, directory.resolve("rejects.csv"), ImportOptions.maxRejects("100%"))
                    .run(database, nowhere);
        }
    }

    private static FileReport file(ImportReport report, String name) {
        return report.files().stream()
                .filter(file -> file.file().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(String file, String content) throws Exception {
        Files.writeString(directory.resolve(file), content);
    }
}
