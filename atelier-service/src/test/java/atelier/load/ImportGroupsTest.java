package atelier.load;

import static atelier.load.ShoppersImport.REVIEWS;
import static atelier.load.ShoppersImport.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.DatabaseSettings;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An import takes each group of files that is complete, the catalogue first. */
@ExtendWith(RunningService.class)
class ImportGroupsTest {
    @TempDir
    private Path directory;

    private DatabaseSettings database;
    private ShoppersImport files;

    @BeforeEach
    void writeFiles(Service service) throws Exception {
        database = service.newMigratedDatabase("import_groups");
        files = new ShoppersImport(directory, database);
        files.writeFiles();
    }

    @Test
    void importsThirteenFilesWithReferencesToTheProductsThatComeWithThem() throws Exception {
        files.addCatalogue();

        ImportReport report = files.load();

        assertThat(report.served()).as(report.refusal()).isTrue();
        assertThat(report.servedGroups()).containsExactly("catalogue", "reviews", "questions");
        assertThat(report.files()).hasSize(13);
        assertThat(report.files().subList(6, 13))
                .allSatisfy(file -> assertThat(file.rejected()).isZero());
        assertThat(files.query("SELECT count(*) FROM pg_namespace WHERE nspname ~ '_(next|old)$'"))
                .isEqualTo("0");
    }

    @Test
    void theMessageOfTheDatabaseEndsBeforeWhatIsServed() {
        assertThat(failureAfter("catalogue")).endsWith("the database says no. The new edition of catalogue is served.");
        assertThat(failureAfter("catalogue", "reviews"))
                .endsWith("the database says no. The new editions of catalogue and reviews are served.");
    }

    @Test
    void aFailureIsOneLineWithoutTheNamesOfClasses() {
        IOException full = new IOException("No space left on device");
        assertThat(GroupImport.reason(TemporaryFile.unwritable(full)))
                .isEqualTo("the temporary files cannot be written to " + System.getProperty("java.io.tmpdir")
                        + " (choose another directory by -Djava.io.tmpdir): No space left on device");
        assertThat(GroupImport.reason(new FileSystemException("imports/rejects.csv", null, "No space left on device")))
                .isEqualTo("imports/rejects.csv: No space left on device");
        assertThat(GroupImport.reason(new SQLException("ERROR: could not extend file\n  Hint: Check free disk space")))
                .isEqualTo("the database says ERROR: could not extend file; Hint: Check free disk space.");
    }

    private static String failureAfter(String... served) {
        return new ImportReport(
                        Instant.EPOCH,
                        1,
                        "10",
                        false,
                        "The import of questions failed and changed nothing in this group: the database says no",
                        Stream.of(served)
                                .map(name -> new ImportReport.Group(name, true, Map.of()))
                                .toList(),
                        List.of())
                .failure();
    }

    @Test
    void reviewsAreRefusedWhileThereAreNoProducts() {
        assertThatThrownBy(files::load)
                .isInstanceOf(OperatorException.class)
                .hasMessage("The database has no product to which reviews could refer; import catalogue first.");
    }

    @Test
    void aGroupIsRefusedAloneAndTheReportSaysWhatIsServed() throws Exception {
        files.addCatalogue();
        files.write("reviews.csv", REVIEWS + review(1) + review(2).repeat(40));

        ImportReport report = files.load("24");

        assertThat(report.served()).isFalse();
        assertThat(report.servedGroups()).containsExactly("catalogue");
        assertThat(report.failure())
                .isEqualTo(
                        "The import of reviews failed and changed nothing in this group: 39 of 48 rows were rejected, more"
                                + " than --max-rejects 24 rows allows (24). The new edition of catalogue is served.");
        assertThat(Files.readString(files.rejects())).contains("skus.csv,", "reviews.csv,");
        assertThat(files.query("SELECT count(*) FROM reviews.review")).isEqualTo("0");
        assertThat(files.query("SELECT count(*) > 0 FROM catalogue.product")).isEqualTo("t");
        assertThat(files.query("SELECT count(*) FROM pg_namespace WHERE nspname ~ '_(next|old)$'"))
                .isEqualTo("0");
    }

    @Test
    void dependentsOfALaterGroupAreNamedBeforeTheFirstIsTouched() throws Exception {
        files.addCatalogue();
        files.execute("CREATE VIEW public.stars AS SELECT rating FROM reviews.review");

        assertThatThrownBy(files::load)
                .isInstanceOf(DependentsException.class)
                .hasMessage("An import drops the schema reviews, and with it view stars. Nothing was changed.");

        assertThat(files.query("SELECT count(*) FROM catalogue.product")).isEqualTo("0");
    }

    /** The import adds only the triggers that the migrations add, so it would drop another one silently. */
    @Test
    void aTriggerOfOthersThatCallsAFunctionOfOursIsNamed() {
        files.catalogue();
        files.execute("CREATE TRIGGER own BEFORE UPDATE ON questions.question"
                + " FOR EACH ROW EXECUTE FUNCTION shop.show_no_answers()");

        assertThatThrownBy(files::load)
                .isInstanceOf(DependentsException.class)
                .hasMessageContaining("with it trigger own on table questions.question. Nothing was changed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reviews", "questions"})
    void buildsTheSameTablesKeysAndIndexesAsTheMigrationsAndCopiesRights(String schema) {
        String definitions = """
                SELECT string_agg(definition, E'\\n' ORDER BY definition)
                FROM (
                    SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS definition
                    FROM information_schema.columns WHERE table_schema = '{schema}'
                    UNION ALL
                    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                    FROM pg_constraint WHERE connamespace = '{schema}'::regnamespace
                    UNION ALL
                    SELECT indexdef FROM pg_indexes WHERE schemaname = '{schema}'
                    UNION ALL
                    SELECT relname || ' ' || relacl::text FROM pg_class WHERE relnamespace = '{schema}'::regnamespace
                ) definitions
                """.replace("{schema}", schema);
        files.catalogue();
        files.execute("GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA " + schema + " TO PUBLIC");
        String migrated = files.query(definitions);

        assertThat(files.load().served()).isTrue();

        assertThat(files.query(definitions)).isEqualTo(migrated).contains("votes_idx", "=rw/");
        assertThat(files.query("SELECT count(*) > 0 FROM " + schema + ".photo")).isEqualTo("t");
    }

    @Test
    @FullTier("two starts; the other tests import without the command")
    void theCommandNamesTheGroupsThatItFindsAndImportsOneOfThemAlone() throws Exception {
        files.catalogue();
        try (Program program = run("--rejects=" + files.rejects(), "--report=" + directory.resolve("report.json"))) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            assertThat(program.output())
                    .contains("Importing reviews (4 files), questions (3 files)")
                    .contains("characteristic_reviews.csv            3            3          0          0")
                    .contains("The new edition of reviews is in ", "The new edition of questions is in ")
                    .doesNotContain("catalogue");
        }
        files.execute("UPDATE reviews.review SET votes = 2 WHERE id = 1");
        files.execute("UPDATE questions.answer SET votes = 3 WHERE id = 1");

        try (Program program = run(
                "--only=reviews",
                "--discard-written",
                "--rejects=" + files.rejects(),
                "--report=" + directory.resolve("report.json"))) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            assertThat(program.output())
                    .contains("Importing reviews (4 files)\n")
                    .contains("reviews: discarded what clients had written: reviews 0, votes 2");
        }
        assertThat(directory.resolve("report.json")).content().contains("\"votes\" : 2");
        assertThat(files.query("SELECT sum(votes) FROM questions.answer")).isEqualTo("3");
    }

    private Program run(String... options) {
        return Program.start(
                Service.environment(database),
                Stream.concat(Stream.of("import", "../config.yml", directory.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    @FullTier("generates 5,000 products with their reviews, and imports them twice")
    void killedWhileItLoadsReviewsItLeavesThemAsTheyWereAndTheNextImportReplacesAll() {
        files.catalogue();
        files.load();
        CatalogueGenerator.generate(directory, Sample.of(5_000, 3), true, rows -> {});

        try (Program killed = run("--rejects=" + files.rejects(), "--report=" + directory.resolve("report.json"))) {
            Program.await(
                    "reviews that are being copied",
                    () -> "t"
                            .equals(
                                    files.query(
                                            "SELECT count(*) > 0 FROM pg_stat_progress_copy, pg_locks"
                                                    + " WHERE pg_locks.pid = pg_stat_progress_copy.pid"
                                                    + " AND relation IN (SELECT oid FROM pg_class WHERE relname = 'characteristic_rating')")));
            killed.kill();
        }
        assertThat(files.query("SELECT count(*) FROM catalogue.product")).isEqualTo("5000");
        assertThat(files.query("SELECT count(*) FROM reviews.review")).isEqualTo("2");

        try (Program again = run("--rejects=" + files.rejects(), "--report=" + directory.resolve("report.json"))) {
            assertThat(again.awaitExit()).as(again.output()).isZero();
        }
        assertThat(files.query("SELECT count(*) > 20000 FROM reviews.review")).isEqualTo("t");
        assertThat(files.query("SELECT sum(stars_1 + stars_2 + stars_3 + stars_4 + stars_5) FROM reviews.rating_count"))
                .isEqualTo(files.query("SELECT count(*) FROM reviews.review"));
        assertThat(files.query("SELECT count(*) FROM (SELECT product_id, characteristic_id, count(*), sum(value)"
                        + " FROM reviews.characteristic_rating"
                        + " JOIN reviews.characteristic ON characteristic.id = characteristic_id"
                        + " GROUP BY product_id, characteristic_id"
                        + " EXCEPT SELECT product_id, characteristic_id, ratings, total"
                        + " FROM reviews.characteristic_sum)"))
                .isEqualTo("0");
        assertThat(files.query("SELECT count(*) FROM pg_namespace WHERE nspname ~ '_(next|old)$'"))
                .isEqualTo("0");
    }

    @Test
    void aDirectoryWithoutAnyFileIsAnError() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(files::load)
                .isInstanceOf(OperatorException.class)
                .hasMessage(directory.resolve("product.csv")
                        + " is missing. An import needs all files of one group at least: catalogue product.csv,"
                        + " features.csv, styles.csv, photos.csv, skus.csv, related.csv; reviews reviews.csv,"
                        + " reviews_photos.csv, characteristics.csv, characteristic_reviews.csv; questions questions.csv,"
                        + " answers.csv, answers_photos.csv.");
    }
}
