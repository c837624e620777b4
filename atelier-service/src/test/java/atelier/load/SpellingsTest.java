package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which other programs write a missing value, a number, a flag and the end of a file. */
@ExtendWith(RunningService.class)
class SpellingsTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    @TempDir
    private Path directory;

    @BeforeEach
    void copyFixture() throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
    }

    @Test
    void missingSalePriceIsNoneInTheWordsOfAnyProgram(Service service) throws Exception {
        List<String> none = List.of(
                "",
                "\"\"",
                "\" \"",
                "null",
                "\"null\"",
                "NULL",
                "NaN",
                "\"NaN\"",
                "nan",
                "NA",
                "N/A",
                "#N/A",
                "<NA>",
                "None",
                "\"None\"",
                "(null)",
                "[NULL]",
                "undefined",
                "nil",
                "-",
                "\\N",
                "\"\\N\"",
                "0",
                "\"0.00\"");
        write(
                "styles.csv",
                IntStream.range(0, none.size())
                        .mapToObj(i -> (i + 1) + ",1,\"S\"," + none.get(i) + ",\"140\",\"0\"\n")
                        .collect(Collectors.joining()));
        write("photos.csv", "1,2,\"u\",\"t\"\n");
        write("skus.csv", "1,2,\"S\",8\n");

        ImportReport report = service.importFrom(directory);

        assertThat(file(report, "styles.csv")).isEqualTo(loaded("styles.csv", none.size()));
        assertThat(service.query("SELECT count(*) FROM catalogue.style WHERE sale_price IS NULL"))
                .isEqualTo(Integer.toString(none.size()));
        // The photos and the stock of such a style are there too.
        assertThat(file(report, "photos.csv")).isEqualTo(loaded("photos.csv", 1));
        assertThat(file(report, "skus.csv")).isEqualTo(loaded("skus.csv", 1));
    }

    @Test
    void requiredNumberThatIsMissingIsRejectedAsMissing(Service service) throws Exception {
        write(
                "styles.csv",
                "1,1,\"S\",,\"\",0\n2,1,\"S\",,NaN,0\n3,1,\"S\",,1,\"\"\n4,1,\"S\",,1,None\n5,1,\"S\",,1,1\n");
        write("skus.csv", "1,5,\"S\",\"\"\n2,5,\"S\",NA\n\"\",5,\"S\",1\n4,\\N,\"S\",1\n5,5,\"S\",8 pieces\n");

        ImportReport report = service.importFrom(directory);

        assertThat(file(report, "styles.csv").rejects()).isEqualTo(Map.of("required value missing", 4L));
        assertThat(file(report, "skus.csv").rejects())
                .isEqualTo(Map.of("required value missing", 4L, "not a whole number in range", 1L));
    }

    @Test
    void wholeNumbersMayHaveDecimalsThatAreZero(Service service) throws Exception {
        write("styles.csv", "1.0,1.0,\"S\",,140.0,1.0\n\"2.00\",1,\"S\",,1,0.0\n");
        write("photos.csv", "1.0,1.0,\"u\",\"t\"\n");
        write("skus.csv", "1.0,1.0,\"S\",8.0\n2,1,\"S\",8.5\n3,1,\"S\",8.\n4,1,\"S\",.0\n5,1,\"S\",2147483647.0\n");
        write("related.csv", "1.0,1.0,2.0\n");

        ImportReport report = service.importFrom(directory);

        assertThat(file(report, "styles.csv")).isEqualTo(loaded("styles.csv", 2));
        assertThat(file(report, "photos.csv")).isEqualTo(loaded("photos.csv", 1));
        assertThat(file(report, "related.csv")).isEqualTo(loaded("related.csv", 1));
        assertThat(file(report, "skus.csv").rejects()).isEqualTo(Map.of("not a whole number in range", 3L));
        assertThat(service.query("SELECT string_agg(quantity::text, ' ' ORDER BY id) FROM catalogue.sku"))
                .isEqualTo("8 2147483647");
    }

    @Test
    void flagsAreReadInTheWordsOfAnyProgram(Service service) throws Exception {
        List<String> flags = List.of(
                "1",
                "true",
                "TRUE",
                "t",
                "T",
                "yes",
                "Yes",
                "y",
                "1.0",
                "\"true\"",
                "\" 1 \"",
                "0",
                "false",
                "False",
                "f",
                "no",
                "NO",
                "n",
                "0.0",
                "\"f\"");
        write(
                "styles.csv",
                IntStream.range(0, flags.size())
                        .mapToObj(i -> (i + 1) + ",1,\"S\",null,140," + flags.get(i) + "\n")
                        .collect(Collectors.joining()));

        ImportReport report = service.importFrom(directory);

        assertThat(file(report, "styles.csv")).isEqualTo(loaded("styles.csv", flags.size()));
        assertThat(service.query("SELECT string_agg(default_style::int::text, '' ORDER BY id) FROM catalogue.style"))
                .isEqualTo("11111111111000000000");
    }

    @Test
    void nullOfADumpIsNullInATextAndOtherWordsAreTexts(Service service) throws Exception {
        write("product.csv", "1,\"N\",\\N,\"\\N\",\"C\",1\n2,\\N,\"\",\"\",\"C\",1\n");
        write(
                "features.csv",
                "1,1,\"F\",\\N\n2,1,\"F\",\"\\N\"\n3,1,\"F\",null\n4,1,\"F\",\"null\"\n5,1,\"F\",None\n6,1,\"F\",NA\n");

        ImportReport report = service.importFrom(directory);

        assertThat(file(report, "product.csv").rejects()).isEqualTo(Map.of("required value missing", 1L));
        assertThat(service.query("SELECT slogan || '|' || description FROM catalogue.product"))
                .isEqualTo("|");
        assertThat(service.query("SELECT string_agg(coalesce(value, '-'), ' ' ORDER BY id) FROM catalogue.feature"))
                .isEqualTo("- - - null None NA");
    }

    @Test
    void linesWithoutAValueAreSkippedAndCounted(Service service) throws Exception {
        write(
                "related.csv",
                "\n , ,\nid,current_product_id,related_product_id\r\n1,1,2\r\n\r\n   \r\n\t\r\n,,\r\n\"\",\"\",\"\"\r\n"
                        + ",,,,,,,\r\n2,1,3\r\n\u001a");
        write("skus.csv", "1,1,\"S\",8\n2,1,\"S\",9\u001a");
        Path rejects = directory.resolve("rejects.csv");

        ImportReport report = service.importFrom(directory, rejects, "100%");

        assertThat(file(report, "related.csv")).isEqualTo(new FileReport("related.csv", 2, 2, 0, 0, 9, Map.of()));
        assertThat(file(report, "skus.csv")).isEqualTo(loaded("skus.csv", 2));
        assertThat(rejects).content().doesNotContain("related.csv", "skus.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1%, 100, 10",
        "0.1%, 10000, 10",
        "0.1%, 26000000, 26000",
        "5%, 100, 10",
        "5%, 1000, 50",
        "0%, 1000, 0",
        "3, 100, 3",
        "0, 100, 0"
    })
    void percentageAllowsTenRowsAtLeast(String limit, long rows, long allowed) {
        assertThat(ImportOptions.RejectLimit.parse(limit).rows(rows)).isEqualTo(allowed);
    }

    @Test
    void oneBadRowOfAHundredIsNoFailureByDefault(Service service) throws Exception {
        String products = IntStream.rangeClosed(1, 100)
                .mapToObj(id -> id + ",\"N\",\"\",\"\",\"C\"," + (id == 50 ? "cheap" : "1") + "\n")
                .collect(Collectors.joining());
        write("product.csv", products);
        for (String file : List.of("features.csv", "photos.csv", "skus.csv", "related.csv")) {
            write(file, "id," + String.join(",", header(file)) + "\n");
        }
        write("styles.csv", "1,1,\"S\",null,1,1\n");

        ImportReport report =
                service.importFrom(directory, directory.resolve("rejects.csv"), ImportOptions.RejectLimit.DEFAULT);

        assertThat(report.served()).as(report.refusal()).isTrue();
        assertThat(report.rejected()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50,\"N\",\"\",\"\",\"C\",cheap", "50,\"N,\"\",\"\",\"C\",1", "50,\"N\",1"})
    void whatBelongsToABadRowIsNoFailureByDefault(String bad, Service service) throws Exception {
        writeProductsWith(1, bad);

        ImportReport report =
                service.importFrom(directory, directory.resolve("rejects.csv"), ImportOptions.RejectLimit.DEFAULT);

        assertThat(report.served()).as(report.refusal()).isTrue();
        assertThat(report.rejected()).isEqualTo(1 + 12 + 12 + 24 + 12);
        assertThat(service.query("SELECT count(*) FROM catalogue.feature")).isEqualTo("1188");
    }

    @Test
    void elevenBadRowsAreAFailureByDefault(Service service) throws Exception {
        writeProductsWith(11, "%d,\"N\",\"\",\"\",\"C\",cheap");

        ImportReport report =
                service.importFrom(directory, directory.resolve("rejects.csv"), ImportOptions.RejectLimit.DEFAULT);

        assertThat(report.served()).isFalse();
        assertThat(report.refusal())
                .isEqualTo("671 of 6100 rows were rejected, more than --max-rejects 0.1% allows (10);"
                        + " 11 of them for faults of their own");
    }

    /** Writes a hundred products, the last of the bad ones with id 50, each with 12 features and 12 styles. */
    private void writeProductsWith(int bad, String row) throws Exception {
        write(
                "product.csv",
                rows(100, id -> id > 50 - bad && id <= 50 ? String.format(Locale.ROOT, row, id) : id + ",N,,,C,1"));
        write("features.csv", rows(1_200, id -> id + "," + ((id - 1) % 100 + 1) + ",F,V"));
        write("styles.csv", rows(1_200, id -> id + "," + ((id - 1) % 100 + 1) + ",S,null,1,1"));
        write("photos.csv", rows(2_400, id -> id + "," + ((id - 1) % 1_200 + 1) + ",u,t"));
        write("skus.csv", rows(1_200, id -> id + "," + id + ",S,8"));
        write("related.csv", "id,current_product_id,related_product_id\n");
    }

    private static String rows(int count, IntFunction<String> row) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> row.apply(id) + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> header(String file) {
        return switch (file) {
            case "features.csv" -> List.of("product_id", "feature", "value");
            case "photos.csv" -> List.of("styleId", "url", "thumbnail_url");
            case "skus.csv" -> List.of("styleId", "size", "quantity");
            default -> List.of("current_product_id", "related_product_id");
        };
    }

    private static FileReport file(ImportReport report, String name) {
        return report.files().stream()
                .filter(file -> file.file().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static FileReport loaded(String file, long rows) {
        return new FileReport(file, rows, rows, 0, 0, 0, Map.of());
    }

    private void write(String file, String content) throws Exception {
        Files.write(directory.resolve(file), content.getBytes(StandardCharsets.UTF_8));
    }
}
