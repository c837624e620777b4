package atelier.load;

import static atelier.load.ShoppersImport.ANSWERS;
import static atelier.load.ShoppersImport.QUESTIONS;
import static atelier.load.ShoppersImport.REVIEWS;
import static atelier.load.ShoppersImport.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.DatabaseSettings;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The seven files of reviews and questions, with the dirt that is in some editions. */
@ExtendWith(RunningService.class)
class ShoppersFilesTest {
    @TempDir
    private Path directory;

    private static DatabaseSettings database;

    private ShoppersImport files;

    @BeforeAll
    static void createDatabase(@TempDir Path anywhere, Service service) {
        database = service.newMigratedDatabase("shoppers_files");
        new ShoppersImport(anywhere, database).catalogue();
    }

    @BeforeEach
    void writeFiles() throws Exception {
        files = new ShoppersImport(directory, database);
        files.writeFiles();
    }

    @Test
    void loadsEveryRowAndAddsUpTheRatings() throws Exception {
        files.write(
                "reviews.csv",
                REVIEWS + review(2) + review(1)
                        + "7,1,1,1596080481467,\"Bad\",\"\",false,true,\"a\",null,\"\",0\n"
                        + "9,2,3,1596080481467,\"\",\"So so\",false,false,\"a\",null,\"\",0\n");
        files.write(
                "characteristic_reviews.csv",
                "id,characteristic_id,review_id,value\n1,1,1,4\n2,2,1,3\n3,1,2,5\n4,3,9,1\n5,1,7,1\n");

        ImportReport report = files.load();

        assertThat(report.served()).as(report.refusal()).isTrue();
        assertThat(report.files())
                .allSatisfy(file -> assertThat(file.rejected()).isZero());
        assertThat(report.groups()).extracting(ImportReport.Group::name).containsExactly("reviews", "questions");
        assertThat(files.query(
                        "SELECT string_agg(rating_count::text, ' ' ORDER BY product_id) FROM reviews.rating_count"))
                .isEqualTo("(1,1,0,0,0,2,2) (2,0,0,1,0,0,0)");
        assertThat(files.query("SELECT string_agg(characteristic_sum::text, ' ' ORDER BY characteristic_id)"
                        + " FROM reviews.characteristic_sum"))
                .isEqualTo("(1,1,3,10) (1,2,1,3) (2,3,1,1)");
        assertThat(files.query("SELECT reviews || ' ' || last_review FROM reviews.edition"))
                .isEqualTo("4 9");
    }

    /** A row holds its photos only if it is certain which of them are accepted. Null means that they are looked up. */
    @Test
    void reviewsHoldTheirPhotosUnlessTheFileLeavesADoubt() throws Exception {
        files.write(
                "reviews.csv",
                IntStream.rangeClosed(1, 9)
                        .mapToObj(ShoppersImport::review)
                        .collect(Collectors.joining("", REVIEWS, "")));
        files.write("reviews_photos.csv", """
                id,review_id,url
                10,1,"https://p.example/10"
                11,1,"a ""quoted"" one, \\ and a tab\t"
                12,2,"Zoë"
                13,3,""
                12,4,"the id of another"
                14,99,"of an unknown review"
                14,5,"the id of one that is rejected"
                16,6,"later"
                15,6,"earlier"
                17,7,"first"
                18,8,"between"
                19,7,"last"
                """);

        ImportReport report = files.load();

        assertThat(file(report, "reviews_photos.csv").rejected()).isEqualTo(3);
        assertThat(files.query(
                        "SELECT string_agg(id || ':' || coalesce(photos, '-'), ' ' ORDER BY id) FROM reviews.review"))
                .isEqualTo("1:10,\"https://p.example/10\",11,\"a \\\"quoted\\\" one, \\\\ and a tab\\t\" 2:12,\"Zoë\""
                        + " 3: 4:- 5:- 6:- 7:- 8:18,\"between\" 9:");
        assertThat(files.query("SELECT count(*) FROM reviews.review WHERE photos <> coalesce(("
                        + "SELECT string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id)"
                        + " FROM reviews.photo WHERE review_id = review.id), '')"))
                .isEqualTo("0");
        assertThat(files.query("SELECT photos FROM questions.answer")).isNull();
    }

    @Test
    void acceptsByteOrderMarksOtherLineEndsBlanksInHeadersAndFewerQuotes() throws Exception {
        files.write(
                "reviews.csv",
                "\uFEFF" + REVIEWS.replace(",", ", ").replace("\n", "\r\n")
                        + "1,1,5,1596080481467,This product was great!,It's a 5\" heel,TRUE,FALSE,funtime,a@b.example,,8\r\n");
        files.write(
                "characteristic_reviews.csv", "id, characteristic_id, review_id, value\r\n1,1,1, 4\r\n2,1,1,3.0\r\n");

        ImportReport report = files.load();

        assertThat(report.rejected()).isZero();
        assertThat(files.query("SELECT concat_ws('|', summary, body, recommend, response, helpfulness)"
                        + " FROM reviews.review"))
                .isEqualTo("This product was great!|It's a 5\" heel|t|8");
    }

    @Test
    void bothFormsOfADateAreTheDayInUtcAndOthersAreRejected() throws Exception {
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

        assertThat(file(files.load(), "reviews.csv").rejects())
                .isEqualTo(Map.of(
                        "not milliseconds since 1970 in 13 digits, nor YYYY-MM-DD", 9L, "required value missing", 1L));
        assertThat(files.query("SELECT string_agg(date::text, ' ' ORDER BY id) FROM reviews.review"))
                .isEqualTo("2020-07-30 2020-07-30 2020-07-30 2020-07-31 2020-07-30 2018-08-11 2018-08-11 2018-08-11");
    }

    @Test
    void responseIsNullEmptyOrItsText() throws Exception {
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

        assertThat(file(files.load(), "reviews.csv").rejected()).isZero();

        assertThat(files.query("SELECT string_agg(coalesce(response, '-'), '|' ORDER BY id) FROM reviews.review"))
                .isEqualTo("-|-|null|-|-||He said \"yes\", twice|nullified");
    }

    @Test
    void flagsAreReadInBothFormsInEachFile() throws Exception {
        writeReviews("true,false", List.of("0,1", "1,0", "true,false", "false,true", "\"true\",TRUE", "maybe,0"));
        files.write(
                "answers.csv",
                ANSWERS + "1,1,\"Yes\",1599958385988,\"Seller\",null,false,2\n"
                        + "2,1,\"Yes\",1599958385988,\"Seller\",null,1,2\n"
                        + "3,1,\"Yes\",1599958385988,\"Seller\",null,true,2\n");

        assertThat(file(files.load(), "reviews.csv").rejects())
                .isEqualTo(Map.of("not 0, 1, true, false, yes or no", 1L));
        assertThat(files.query("SELECT string_agg(concat(recommend, reported), ' ' ORDER BY id) FROM reviews.review"))
                .isEqualTo("ft tf tf ft tt");
        assertThat(files.query("SELECT string_agg(reported::text, ' ' ORDER BY id) FROM questions.answer"))
                .isEqualTo("false true true");
    }

    @Test
    void rejectsARowWithoutItsProductReviewQuestionAnswerOrCharacteristic() throws Exception {
        files.write("reviews.csv", REVIEWS + review(1) + review(2).replace("2,1,", "2,99,"));
        files.write("reviews_photos.csv", "id,review_id,url\n1,2,\"u\"\n2,3,\"u\"\n3,1,null\n4,1,\"u\"\n");
        files.write("characteristics.csv", "id,product_id,name\n1,1,\"Fit\"\n2,0,\"Fit\"\n3,2,\"Fit\"\n");
        files.write(
                "characteristic_reviews.csv",
                "id,characteristic_id,review_id,value\n1,1,1,4\n2,2,1,4\n3,1,2,4\n4,3,1,4\n5,1,1,0\n6,1,1,6\n7,1,1,2.9\n");
        files.write(
                "questions.csv",
                QUESTIONS + "1,1,\"?\",1595880000000,\"a\",\"b\",0,1\n2,98,\"?\",1595880000000,\"a\",\"b\",0,1\n");
        files.write(
                "answers.csv",
                ANSWERS + "1,1,\"Yes\",1599958385988,\"S\",null,0,2\n2,2,\"Yes\",1599958385988,\"S\",null,0,2\n");
        files.write("answers_photos.csv", "id,answer_id,url\n1,1,\"u\"\n2,2,\"u\"\n");

        ImportReport report = files.load();

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
    void rejectsARatingThatIsNoneOfOneToFive() throws Exception {
        writeReviews(",5,", List.of(",0,", ",6,", ",4.5,", ",five,", ",-1,", ",null,", ",1,", ",\"5\",", ",4.0,"));

        assertThat(file(files.load(), "reviews.csv").rejects())
                .isEqualTo(Map.of("not a whole number from 1 to 5", 5L, "required value missing", 1L));
    }

    @Test
    void aGroupThatIsHalfThereIsAnErrorThatNamesWhatIsMissing() throws Exception {
        Files.delete(directory.resolve("answers.csv"));
        Files.move(directory.resolve("answers_photos.csv"), directory.resolve("answers_photos.csv.gz"));
        Files.writeString(directory.resolve("rejects.csv"), "kept");

        assertThatThrownBy(() -> files.load())
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
            rows.append(review(i + 1).replace(text, values.get(i)));
        }
        files.write("reviews.csv", rows.toString());
    }

    private static FileReport file(ImportReport report, String name) {
        return report.files().stream()
                .filter(file -> file.file().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
