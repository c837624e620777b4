package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class CatalogueImportTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    @TempDir
    private Path directory;

    @BeforeEach
    void copyFixture() throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
    }

    @Test
    void accountsForEveryRowOfTheFixture(Service service) {
        ImportReport report = service.importFrom(directory);

        assertThat(report.served()).isTrue();
        assertThat(report.files())
                .containsExactly(
                        new FileReport(
                                "product.csv",
                                11,
                                6,
                                5,
                                0,
                                0,
                                Map.of(
                                        "required value missing", 1L,
                                        "id already used in this file", 1L,
                                        "wrong number of columns", 2L,
                                        "not a price", 1L)),
                        new FileReport(
                                "features.csv",
                                12,
                                8,
                                4,
                                0,
                                0,
                                Map.of(
                                        "no such product", 2L,
                                        "required value missing", 1L,
                                        "not valid UTF-8 text", 1L)),
                        new FileReport(
                                "styles.csv",
                                9,
                                6,
                                3,
                                0,
                                0,
                                Map.of(
                                        "not a price",
                                        1L,
                                        "no such product",
                                        1L,
                                        "not 0, 1, true, false, yes or no",
                                        1L)),
                        new FileReport(
                                "photos.csv",
                                9,
                                6,
                                3,
                                2,
                                0,
                                Map.of("id already used in this file", 1L, "no such style", 1L, "broken quotes", 1L)),
                        new FileReport(
                                "skus.csv",
                                11,
                                6,
                                5,
                                0,
                                0,
                                Map.of("not a whole number in range", 4L, "required value missing", 1L)),
                        new FileReport("related.csv", 12, 8, 4, 0, 0, Map.of("no such product", 4L)));
    }

    @Test
    void writesEachRejectedRowWithFileLineColumnValueAndReason(Service service) throws Exception {
        Path rejects = directory.resolve("rejects.csv");

        service.importFrom(directory, rejects, "24");

        assertThat(Files.readAllLines(rejects))
                .hasSize(1 + 24)
                .startsWith("file,line,column,value,reason", "product.csv,7,name,\"\",\"required value missing\"")
                .contains(
                        "product.csv,8,id,\"2\",\"id already used in this file\"",
                        "product.csv,9,,\"14,\"\"Short row\"\",\"\"Rejected\"\"\",\"wrong number of columns\"",
                        "features.csv,8,product_id,\"99\",\"no such product\"",
                        "styles.csv,7,sale_price,\"98.999\",\"not a price\"",
                        "skus.csv,7,quantity,\"2147483648\",\"not a whole number in range\"",
                        "related.csv,7,related_product_id,\"0\",\"no such product\"");
    }

    @Test
    void changesNothingWhenMoreRowsAreRejectedThanAllowed(Service service) throws Exception {
        service.importFrom(FIXTURE);
        String before = service.get("/products/1").body();
        write("related.csv", "1,1,2\n2,99,1");

        ImportReport report = service.importFrom(directory, directory.resolve("rejects.csv"), "20");

        assertThat(report.served()).isFalse();
        assertThat(report.refusal())
                .isEqualTo("21 of 54 rows were rejected, more than --max-rejects 20 rows allows (20)");
        assertThat(directory.resolve("rejects.csv")).content().contains("related.csv,2,current_product_id,\"99\"");
        assertThat(service.get("/products/1").body()).isEqualTo(before);
    }

    @Test
    void refusesACatalogueWithoutAnyProduct(Service service) throws Exception {
        write("product.csv", "id,name,slogan,description,category,default_price\n");

        ImportReport report = service.importFrom(directory);

        assertThat(report.served()).isFalse();
        assertThat(report.refusal()).contains("product.csv has no usable row");
        assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"product.csv", "features.csv", "styles.csv", "photos.csv", "skus.csv", "related.csv"})
    void namesAFileThatIsMissing(String file, Service service) throws Exception {
        Files.delete(directory.resolve(file));

        assertThatThrownBy(() -> service.importFrom(directory))
                .isInstanceOf(OperatorException.class)
                .hasMessage(directory.resolve(file) + " is missing.");
    }

    @Test
    void refusesFilesOfAnotherKindBeforeTouchingAnything(Service service) throws Exception {
        for (String content : List.of(
                "",
                "id,styleId,size,quantity\n1,1,\"S\",8",
                "1,1,\"S\"\n",
                "\u001f\u008b\u0008\u0000\u0000",
                "<html><body>Not found</body></html>")) {
            write("photos.csv", content);

            assertThatThrownBy(() -> service.importFrom(directory))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith(directory.resolve("photos.csv").toString());
        }
        Files.delete(directory.resolve("photos.csv"));
        Files.createDirectory(directory.resolve("photos.csv"));
        assertThatThrownBy(() -> service.importFrom(directory)).hasMessageEndingWith("is not a file.");
    }

    @Test
    void leavesNothingBehindInTheDatabase(Service service) throws Exception {
        service.importFrom(directory);

        assertThat(service.query("SELECT string_agg(nspname, ',') FROM pg_namespace WHERE nspname LIKE 'catalogue%'"))
                .isEqualTo("catalogue");
    }

    @Test
    void buildsTheSameTablesKeysAndIndexesAsTheMigrations(Service service) throws Exception {
        String definitions = """
                SELECT string_agg(definition, E'\\n' ORDER BY definition)
                FROM (
                    SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable AS definition
                    FROM information_schema.columns WHERE table_schema = 'catalogue'
                    UNION ALL
                    SELECT attrelid::regclass || ' ' || attname || ' ' || attstorage::text
                    FROM pg_attribute
                    JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r'
                    WHERE relnamespace = 'catalogue'::regnamespace AND attnum > 0
                    UNION ALL
                    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                    FROM pg_constraint WHERE connamespace = 'catalogue'::regnamespace
                    UNION ALL
                    SELECT indexdef FROM pg_indexes WHERE schemaname = 'catalogue') definitions
                """;
        String migrated = service.query(service.newMigratedDatabase("definitions"), definitions);

        service.importFrom(directory);

        assertThat(service.query(definitions)).isEqualTo(migrated);
        // What an operator adds is kept, between tables that are filled at different times too.
        service.execute("CREATE INDEX product_category ON catalogue.product (category);"
                + " CREATE INDEX document_length ON catalogue.document (length(product));"
                + " ALTER TABLE catalogue.feature ADD CONSTRAINT feature_document_fkey FOREIGN KEY (product_id)"
                + " REFERENCES catalogue.document (product_id)");
        String extended = service.query(definitions);

        service.importFrom(directory);

        assertThat(service.query(definitions)).isEqualTo(extended).contains("feature_document_fkey", "document_length");
        service.execute("ALTER TABLE catalogue.feature DROP CONSTRAINT feature_document_fkey;"
                + " DROP INDEX catalogue.product_category, catalogue.document_length");
    }

    @Test
    void keepsEachCentOfEveryPriceThatFits(Service service) throws Exception {
        List<String> prices = List.of(
                "0.00",
                "0.01",
                "0.10",
                "1.00",
                "99.99",
                "9999.99",
                "10000.00",
                "10000.01",
                "99999999.90",
                "100000000.00",
                "9999999999.99");
        write(
                "product.csv",
                IntStream.range(0, prices.size())
                        .mapToObj(i -> (i + 1) + ",\"N\",\"\",\"\",\"C\"," + prices.get(i) + "\n")
                        .collect(Collectors.joining()));

        service.importFrom(directory);

        assertThat(service.query("SELECT string_agg(default_price::text, ' ' ORDER BY id) FROM catalogue.product"))
                .isEqualTo(String.join(" ", prices));
        assertThat(service.query(
                        "SELECT bool_and(default_price = default_price::text::numeric) FROM catalogue.product"))
                .isEqualTo("t");
    }

    @Test
    void copiesTheRightsThatOthersHaveOnTheTables(Service service) throws Exception {
        service.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader; GRANT USAGE ON SCHEMA catalogue TO reader;"
                + " GRANT SELECT ON ALL TABLES IN SCHEMA catalogue TO reader");

        service.importFrom(directory);

        assertThat(service.query("SELECT has_schema_privilege('reader', 'catalogue', 'USAGE')"
                        + " AND has_table_privilege('reader', 'catalogue.sku', 'SELECT')"))
                .isEqualTo("t");
        service.execute("DROP OWNED BY reader; DROP ROLE reader");
    }

    @Test
    void takesALineOfAnyLengthInConstantMemory(Service service) throws Exception {
        String text = "x".repeat(900_000);
        write(
                "product.csv",
                "1,\"Long\",\"" + text + "\",\"\",\"C\",1\n2,\"Longer\",\"" + text + text + "\",\"\",\"C\",1\n"
                        + "3,\"Last\",\"\",\"\",\"C\",1");

        ImportReport report = service.importFrom(directory);

        assertThat(report.files().get(0))
                .isEqualTo(new FileReport("product.csv", 3, 2, 1, 0, 0, Map.of("line too long", 1L)));
        assertThat(service.get("/products/1").body()).contains(text);
        assertThat(service.get("/products/3").statusCode()).isEqualTo(200);
    }

    private void write(String file, String content) throws Exception {
        Files.write(directory.resolve(file), content.getBytes(StandardCharsets.UTF_8));
    }
}
