package atelier.product.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.Migrations;
import atelier.database.Schema;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Compares the prepared documents, byte by byte, with documents that PostgreSQL builds from the tables. */
@ExtendWith(RunningService.class)
class DocumentTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    /** Builds the responses from the tables: product and features in braces, styles, related. */
    private static final String ORACLE = """
            SELECT id,
                   (SELECT row_to_json(response) FROM (
                       SELECT name, slogan, description, category, default_price::text AS default_price,
                              to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at,
                              to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated_at,
                              COALESCE((
                                  SELECT array_to_json(array_agg(row_to_json(pair)))
                                  FROM (
                                      SELECT feature, value
                                      FROM catalogue.feature
                                      WHERE product_id = product.id
                                      ORDER BY position) pair), '[]') AS features) response),
                   (SELECT row_to_json(response) FROM (
                       SELECT product.id::text AS product_id,
                              COALESCE((
                                  SELECT array_to_json(array_agg(row_to_json(styles)))
                                  FROM (
                                      SELECT style.id AS style_id, style.name,
                                             original_price::text AS original_price, sale_price::text AS sale_price,
                                             default_style AS "default?",
                                             COALESCE((
                                                 SELECT array_to_json(array_agg(row_to_json(photos)))
                                                 FROM (
                                                     SELECT thumbnail_url, url
                                                     FROM catalogue.photo
                                                     WHERE product_id = product.id AND style_id = style.id
                                                     ORDER BY position) photos),
                                                 '[{"thumbnail_url":null,"url":null}]') AS photos,
                                             COALESCE((
                                                 SELECT '{' || string_agg('"' || id || '":' || json, ',' ORDER BY position) || '}'
                                                 FROM (
                                                     SELECT sku.id, position, row_to_json(item) AS json
                                                     FROM catalogue.sku, LATERAL (SELECT quantity, size) item
                                                     WHERE product_id = product.id AND style_id = style.id) skus),
                                                 '{"null":{"quantity":null,"size":null}}')::json AS skus
                                      FROM catalogue.style
                                      WHERE product_id = product.id
                                      ORDER BY style.id) styles), '[]') AS results) response),
                   COALESCE((
                       SELECT array_to_json(array_agg(related_product_id ORDER BY position))
                       FROM catalogue.related
                       WHERE product_id = product.id), '[]')
            FROM catalogue.product
            ORDER BY id
            """;

    private static final String DOCUMENTS =
            "SELECT product_id, product, features, styles, related FROM catalogue.document ORDER BY product_id";

    /** Each row has five products, except for the last row. */
    private static final String LINES = """
            SELECT line
            FROM catalogue.page_start, string_to_table(products, E'\\n') WITH ORDINALITY AS lines (line, number)
            WHERE position % 5 = 0 AND number <= 5
            ORDER BY position, number
            """;

    @TempDir
    private Path directory;

    @Test
    void documentsOfTheFixtureEqualThoseThatPostgresBuilds(Service service) throws Exception {
        service.importFrom(FIXTURE);

        assertThat(documents(service)).hasSize(6).isEqualTo(oracle(service));
    }

    @Test
    @FullTier("imports a catalogue; the test above compares the documents of the fixture")
    void documentsOfADirtyCatalogueEqualThoseThatPostgresBuilds(Service service) throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(20_100, 5).withDirt().catalogueOnly(), true, rows -> {});

        service.importFrom(directory);

        assertThat(documents(service)).hasSizeGreaterThan(15_000).isEqualTo(oracle(service));
    }

    @Test
    void documentsKeepTheOrderOfTheFiles(Service service) throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(5_000, 6).withDirt().catalogueOnly(), true, rows -> {});
        for (String name : List.of("product", "features", "styles", "photos", "skus", "related")) {
            Path file = directory.resolve(name + ".csv");
            List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            Collections.shuffle(lines.subList(1, lines.size()), new Random(7));
            Files.write(file, lines, StandardCharsets.ISO_8859_1);
        }

        service.importFrom(directory);

        assertThat(documents(service)).hasSizeGreaterThan(4_000).isEqualTo(oracle(service));
    }

    @Test
    void documentsMayBeAsLargeAsTheirProducts(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        String text = "\u0001".repeat(600);
        write("product.csv", lines(id -> "%s,\"P\",\"%s\",\"\",\"C\",1".formatted(id, text), 3_000));
        write("features.csv", lines(id -> "%s,%s,\"%s\",\"\"".formatted(id, 1 + id % 3_000, text), 6_000));
        write("styles.csv", "1,1,\"S\",null,1,1\n");
        write("photos.csv", lines(id -> "%s,1,\"%s\",\"\"".formatted(id, text.repeat(10)), 100));

        service.importFrom(directory);

        assertThat(documents(service)).hasSize(3_000).isEqualTo(oracle(service));
    }

    @Test
    void textIsEscapedAsPostgresDoes(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        StringBuilder controls = new StringBuilder();
        IntStream.range(1, 0x21).filter(c -> c != '\n' && c != '\r').forEach(c -> controls.append((char) c));
        String odd = "a" + controls + "b\\n\\\\ \"\"quoted\"\" / \u007F é \u2028 \uD83D\uDE00 '\"\"";
        write(
                "product.csv",
                "1,\"%1$s\",\"%1$s\",null,\"%1$s\",$0.5\n2,a\rb\\ \"c,\"\",,\"x\"\"\",99\n".formatted(odd));
        write("features.csv", "1,1,\"%1$s\",\"%1$s\"\n2,1,\"x\",null\n3,1,\"y\",\"null\"\n".formatted(odd));
        write("styles.csv", "7,1,\"%s\",0,1,1\n2,1,\"x\",1.5,12345678.90,0\n".formatted(odd));
        write("photos.csv", "1,7,\"%1$s\",\"%1$s\"\n2,7,null,\"y\"\n".formatted(odd));
        write("skus.csv", "1,7,\"%s\",0\n".formatted(odd));

        service.importFrom(directory);

        assertThat(documents(service)).hasSize(2).isEqualTo(oracle(service));
        assertThat(documents(service).get(0)).contains("\\u0001", "\\u001f", "\\b", "\\f", "\\t", "\uD83D\uDE00");
    }

    @Test
    void migrationBuildsMissingDocuments(Service service) throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(3_500, 8).catalogueOnly(), true, rows -> {});
        service.importFrom(directory);
        List<String> imported = documents(service);
        List<byte[]> styles = styles(service);
        service.execute("DELETE FROM catalogue.document WHERE product_id > 100 AND product_id % 10 <> 0");

        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            assertThat(DocumentRebuild.isComplete(connection)).isEqualTo(lastIdEndsInZero(service));
            Migrations.run(connection, DocumentRebuild.DERIVED_DATA);
            assertThat(DocumentRebuild.isComplete(connection)).isTrue();
            assertThat(DocumentRebuild.complete(connection)).isZero();
        }

        assertThat(documents(service)).isEqualTo(imported);
        assertThat(styles(service)).usingElementComparator(Arrays::compare).isEqualTo(styles);
    }

    @Test
    void migrationRewritesDocumentsOfAnotherShape(Service service) throws Exception {
        service.importFrom(FIXTURE);
        service.execute("UPDATE catalogue.edition SET shape = 0;"
                + " UPDATE catalogue.document SET product = '\"old\":1', styles = '', features = 'old', related = 'old';"
                + " DELETE FROM catalogue.page_start WHERE position > 0;"
                + " UPDATE catalogue.page_start SET products = 'old'");

        try (Database database = Database.share(service.configuration().getDatabase())) {
            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
        }

        assertThat(documents(service)).hasSize(6).isEqualTo(oracle(service));
        assertThat(service.query("SELECT shape FROM catalogue.edition")).isEqualTo("" + CatalogueTable.SHAPE);
        assertThat(service.query("SELECT string_agg(position || ' ' || left(products, 8), ', ' ORDER BY position)"
                        + " FROM catalogue.page_start"))
                .isEqualTo("0 {\"id\":1,, 5 {\"id\":17");
    }

    @Test
    void databaseWithDocumentsOfAnotherShapeIsNotServed(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("old_shape");
        try (Database database = Database.share(settings);
                Connection connection = database.connect()) {
            connection.createStatement().execute("UPDATE catalogue.edition SET shape = 0");

            assertThatThrownBy(() -> new Schema(database, DocumentRebuild.DERIVED_DATA).require())
                    .hasMessageContaining("documents")
                    .hasMessageContaining("db migrate");
            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
            new Schema(database, DocumentRebuild.DERIVED_DATA).require();
        }
    }

    /** When this test fails: raise {@link CatalogueTable#SHAPE}, and record the new number and digest here. */
    @Test
    void changeOfTheShapeRaisesItsVersion(Service service) throws Exception {
        service.importFrom(FIXTURE);
        String documents = String.join("\n", documents(service)).replaceAll("20\\d\\d-[^\"]*Z", "TIME");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(documents.getBytes(StandardCharsets.UTF_8));

        assertThat(CatalogueTable.SHAPE + " " + PageLines.PRODUCTS + " "
                        + HexFormat.of().formatHex(digest, 0, 8))
                .isEqualTo("1 5 c7d6fea505aedf9e");
    }

    @Test
    @FullTier("a server of its own; other tests build the documents in the shared one")
    void startOfEmbeddedDatabaseBuildsMissingDocumentsAndThoseOfAnotherShape(@TempDir Path data) throws Exception {
        try (Service service = Service.embedded(data)) {
            service.importFrom(FIXTURE);
            service.execute("DELETE FROM catalogue.document");
            service.execute("UPDATE catalogue.page_start SET products = ''");
            requireSchema(service);
            assertThat(documents(service)).hasSize(6).isEqualTo(oracle(service));

            service.execute("UPDATE catalogue.edition SET shape = 0; UPDATE catalogue.document SET related = 'old'");
            requireSchema(service);
            assertThat(documents(service)).hasSize(6).isEqualTo(oracle(service));
        }
    }

    private static void requireSchema(Service service) {
        try (Database database = Database.share(service.configuration().getDatabase())) {
            new Schema(database, DocumentRebuild.DERIVED_DATA).require();
        }
    }

    @Test
    void rebuiltDocumentsContainChangesOfTheSameTransaction(Service service) throws Exception {
        service.importFrom(FIXTURE);
        List<String> before = documents(service);
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            assertThatThrownBy(() -> DocumentWrites.rebuild(connection, 1)).isInstanceOf(IllegalStateException.class);
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute(
                            "UPDATE catalogue.product SET default_price = 1234.5, updated_at = '2030-01-02 03:04:05.67Z'"
                                    + " WHERE id = 1");
            connection.createStatement().execute("UPDATE catalogue.style SET sale_price = 0.07 WHERE product_id = 1");

            DocumentWrites.rebuild(connection, 1, 2_000_000_000);

            connection.commit();
        }

        List<String> after = documents(service);
        assertThat(after).isEqualTo(oracle(service));
        assertThat(after.get(0)).contains("\"default_price\":\"1234.50\"", "05.670Z", "\"sale_price\":\"0.07\"");
        assertThat(after.subList(1, 6)).isEqualTo(before.subList(1, 6));
    }

    @Test
    void concurrentEditsOfTwoProductsInOnePageStartAreBothKept(Service service) throws Exception {
        service.importFrom(FIXTURE);
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection first = database.connect();
                Connection second = database.connect()) {
            rename(first, 1);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                try {
                    rename(second, 2);
                    second.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Program.await("the second to wait for the first", () -> "1".equals(service.query("""
                    SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'
                    """)));

            first.commit();
            other.get(1, TimeUnit.MINUTES);
        }

        assertThat(documents(service)).isEqualTo(oracle(service));
    }

    private static void rename(Connection connection, int id) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE catalogue.product SET name = 'Renamed' WHERE id = " + id);
        }
        DocumentWrites.rebuild(connection, id);
    }

    @Test
    void importLeavesNoTemporaryFiles(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        List<Path> before = temporaryFiles();

        service.importFrom(directory);
        service.importFrom(directory, directory.resolve("rejects.csv"), "0");
        service.execute("ALTER TABLE catalogue.document ADD CONSTRAINT impossible CHECK (product_id < 0) NOT VALID");
        try (Database database = Database.share(service.configuration().getDatabase())) {
            DatasetImport load = DatasetImport.of(
                    Catalogue.DATASET, directory, directory.resolve("rejects.csv"), ImportOptions.maxRejects("100%"));
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            assertThatThrownBy(() -> load.run(database, nowhere))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("impossible");
        } finally {
            service.execute("ALTER TABLE catalogue.document DROP CONSTRAINT impossible");
        }

        assertThat(temporaryFiles()).isEqualTo(before);
    }

    private static List<Path> temporaryFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("atelier-import-"))
                    .toList();
        }
    }

    private static boolean lastIdEndsInZero(Service service) {
        return service.query("SELECT max(id) % 10 = 0 FROM catalogue.product").equals("t");
    }

    private void write(String file, String content) throws Exception {
        Files.writeString(directory.resolve(file), content);
    }

    private static String lines(IntFunction<String> line, int count) {
        StringBuilder lines = new StringBuilder();
        IntStream.rangeClosed(1, count)
                .forEach(id -> lines.append(line.apply(id)).append('\n'));
        return lines.toString();
    }

    private static List<String> oracle(Service service) throws Exception {
        return rows(
                service,
                ORACLE,
                row -> row.getInt(1) + "\n" + row.getString(2) + "\n" + row.getString(3) + "\n" + row.getString(4));
    }

    /** Returns all documents, and asserts that the list pages have the same products. */
    private static List<String> documents(Service service) throws Exception {
        assertThat(rows(service, LINES, row -> row.getString(1)))
                .isEqualTo(rows(service, DOCUMENTS, row -> "{\"id\":" + row.getInt(1) + "," + row.getString(2) + "}"));
        return rows(
                service,
                DOCUMENTS,
                row -> row.getInt(1) + "\n{" + row.getString(2) + ",\"features\":" + row.getString(3) + "}\n"
                        + gunzipped(row.getBytes(4)) + "\n" + row.getString(5));
    }

    private static List<byte[]> styles(Service service) throws Exception {
        return rows(service, DOCUMENTS, row -> row.getBytes(4));
    }

    private static <T> List<T> rows(Service service, String query, Reading<T> reading) throws Exception {
        List<T> rows = new ArrayList<>();
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect();
                ResultSet row = connection.createStatement().executeQuery(query)) {
            while (row.next()) {
                rows.add(reading.read(row));
            }
        }
        return rows;
    }

    private static String gunzipped(byte[] bytes) throws Exception {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Reads a value from a row. */
    private interface Reading<T> {
        T read(ResultSet row) throws Exception;
    }
}
