package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.LostConnections;
import atelier.database.ReadPool;
import atelier.metrics.Metrics;
import atelier.product.DocumentDao;
import atelier.product.ProductDao;
import atelier.product.ProductDocument;
import atelier.product.ProductSettings;
import atelier.product.load.Catalogue;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.serve.CacheSettings;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.util.DataSize;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class ImportCommandTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    @TempDir
    private Path directory;

    private static Program run(Service service, String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "import";
        command[1] = "../config.yml";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Program.start(service.environment(), command);
    }

    @Test
    @FullTier("a start beside a server of its own; PackagedJarIT imports beside a running service")
    void findsTheRunningServiceByItsDirectoryAndLeavesReportAndRejects() throws Exception {
        Path data = directory.resolve("data");
        Path rejects = directory.resolve("rejects.csv");
        Path reportFile = directory.resolve("import-report.json");

        JsonNode report;
        try (Service service = Service.embedded(data);
                Program program = Program.start(
                        Map.of("ATELIER_DATA", data.toString()),
                        "import",
                        "../config.yml",
                        FIXTURE.toString(),
                        "--max-rejects=50%",
                        "--rejects=" + rejects,
                        "--report=" + reportFile)) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            assertThat(program.output())
                    .contains("Reconciliation: " + reportFile + ", rejected rows: " + rejects)
                    .contains("photos.csv                9            6          3          2")
                    .contains("The new edition of catalogue is in " + data + ", and served.");
            report = new ObjectMapper().readTree(reportFile.toFile());
            String importedAt = report.get("importedAt").asText();
            Program.await(
                    "the new catalogue", () -> service.get("/products/1").body().contains(importedAt));
        }

        assertThat(report.get("files").get(3).get("repaired").asInt()).isEqualTo(2);
        assertThat(Files.readAllLines(rejects)).hasSize(1 + 24);
    }

    @Test
    void writesReportAndRejectsIntoADirectoryOfItsOwnAndNotBesideTheFiles(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        List<Path> before = list(directory);

        Matcher written;
        try (Program program = run(service, directory.toString(), "--max-rejects", "24")) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            written = Pattern.compile("Reconciliation: (imports/\\S+/import-report.json), rejected rows: (\\S+)")
                    .matcher(program.output());
            assertThat(written.find()).as(program.output()).isTrue();
        }

        assertThat(list(directory)).isEqualTo(before);
        Path report = Path.of(written.group(1));
        assertThat(report).content().contains("\"served\" : true");
        assertThat(Files.readAllLines(Path.of(written.group(2)))).hasSize(1 + 24);
        FileUtils.deleteDirectory(Objects.requireNonNull(report.getParent()).toFile());
    }

    private static List<Path> list(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    @FullTier("one more start")
    void aReportThatCannotBeWrittenIsAWarningOnceTheCatalogueIsServed(Service service) throws Exception {
        Path report = Files.createSymbolicLink(directory.resolve("report.json"), directory.resolve("gone/report.json"));
        Path rejects = directory.resolve("rejects.csv");

        try (Program program = run(
                service,
                FIXTURE.toString(),
                "--max-rejects=24",
                "--report",
                report.toString(),
                "--rejects",
                rejects.toString())) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            assertThat(program.output())
                    .contains("and served.", "Warning: the reconciliation could not be written to " + report)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    @FullTier("one more start; DatasetImportTest refuses the same import")
    void refusalBecauseOfDependentsNamesTheOptionThatDropsThem(Service service) {
        service.execute("CREATE VIEW public.names AS SELECT name FROM catalogue.product");
        try (Program program = run(service, FIXTURE.toString(), "--max-rejects", "100%")) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("An import drops the schema catalogue, and with it view names. Nothing was changed."
                            + " Drop them first, or add --drop-dependents.")
                    .doesNotContain("\tat ");
        } finally {
            service.execute("DROP VIEW public.names");
        }
    }

    @Test
    @FullTier("one more start")
    void refusesASwitchWaitThatIsNoTime(Service service) {
        try (Program program = run(service, FIXTURE.toString(), "--switch-wait", "soon")) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).contains("--switch-wait takes a time such as 45s or 10m, not \"soon\"");
        }
    }

    @Test
    void failsInOneLineByDefaultWhenMoreThanOneInAThousandIsRejected(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());

        try (Program program = run(service, directory.toString())) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("changed nothing: 24 of 64 rows were rejected, more than --max-rejects 0.1% allows (10)")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "101%", "5 percent", ""})
    void refusesALimitThatIsNeitherRowsNorAPercentage(String limit) {
        assertThatThrownBy(() -> ImportOptions.maxRejects(limit))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("--max-rejects takes a number of rows");
    }

    @Test
    @FullTier("one more start; the test above has more values")
    void aRefusedLimitIsReportedWithoutAStackTrace(Service service) {
        try (Program program = run(service, FIXTURE.toString(), "--max-rejects=")) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("--max-rejects takes a number of rows")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    @FullTier("two starts with a server of their own")
    void startsTheDatabaseForItsOwnTimeWhenNoServiceRuns() throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        Path data = directory.resolve("data");
        Map<String, String> environment = Map.of("ATELIER_DATA", data.toString());

        try (Program program =
                Program.start(environment, "import", "../config.yml", directory.toString(), "--max-rejects", "24")) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            assertThat(program.output())
                    .contains("The new edition of catalogue is in " + data + ", for the next start of the service.")
                    .doesNotContain("ERROR");
        }

        assertThat(data.resolve("database/postmaster.pid")).doesNotExist();
        try (Program served = Program.start(environment, "server", "../config.yml")) {
            assertThat(served.awaitAnswer().get("/products/5/related").body()).isEqualTo("[2,2,5,8,1]");
        }
    }

    @Test
    @FullTier("generates and imports 20,000 products")
    void killedInTheMiddleItChangesNothingAndTheNextOneSucceeds(Service service) {
        service.importFrom(FIXTURE);
        String before = service.get("/products/1").body();
        CatalogueGenerator.generate(directory, Sample.of(20_000, 3).catalogueOnly(), false, rows -> {});

        try (Program killed = run(service, directory.toString())) {
            Program.await(
                    "rows that are being copied",
                    () -> "t".equals(service.query("SELECT count(*) > 0 FROM pg_stat_progress_copy")));
            killed.kill();
        }
        assertThat(service.get("/products/1").body()).isEqualTo(before);
        assertThat(service.get("/products/15000").statusCode()).isEqualTo(404);

        try (Program again = run(service, directory.toString())) {
            assertThat(again.awaitExit()).as(again.output()).isZero();
        }
        Program.await("the new catalogue", () -> service.get("/products/20000").statusCode() == 200);
    }

    @Test
    @FullTier("an import of 20,000 products that a signal ends")
    void interruptedInTheMiddleItSaysSoAndLeavesNoFiles(Service service) throws Exception {
        service.importFrom(FIXTURE);
        String before = service.get("/products/1").body();
        Path files = directory.resolve("files");
        CatalogueGenerator.generate(files, Sample.of(20_000, 3).catalogueOnly(), false, rows -> {});
        Path rejects = directory.resolve("rejects.csv");
        Path report = directory.resolve("report.json");

        try (Program interrupted =
                run(service, files.toString(), "--rejects", rejects.toString(), "--report", report.toString())) {
            Program.await(
                    "rows that are being copied",
                    () -> "t".equals(service.query("SELECT count(*) > 0 FROM pg_stat_progress_copy")));
            assertThat(interrupted.terminate()).isEqualTo(143);
            assertThat(interrupted.output().lines().filter(line -> line.startsWith("atelier: ")))
                    .containsExactly(
                            "atelier: The import was interrupted. Data that it had not replaced yet is unchanged.");
        }
        assertThat(directory).isDirectoryNotContaining(file -> !file.equals(files));
        assertThat(service.get("/products/1").body()).isEqualTo(before);
    }

    @Test
    @FullTier("one more start; CatalogueLockTest has the lock")
    void aSecondImportAtOnceIsRefused(Service service) throws Exception {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            new NextSchema(connection, Catalogue.DATASET, false);
            Path rejects = Files.writeString(directory.resolve("rejects.csv"), "kept");

            try (Program second =
                    run(service, directory.toString(), "--max-rejects=24", "--rejects", rejects.toString())) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(rejects).hasContent("kept");
                assertThat(second.output())
                        .contains("atelier: Another import or a migration is running")
                        .doesNotContain("\tat ");
            }
        }
        service.importFrom(FIXTURE);
    }

    /**
     * Every text of a catalogue is the catalogue's name, so that a response tells of which one its parts are. The readers
     * ask past the cache, by statements that PostgreSQL has prepared, as those of a service are.
     */
    @Test
    void readersSeeTheOldCatalogueOrTheNewOneAndNeverAMixtureOrAnError(Service service) throws Exception {
        Path odd = Files.createDirectory(directory.resolve("odd"));
        Path even = Files.createDirectory(directory.resolve("even"));
        writeCatalogue(odd, "odd", 7);
        writeCatalogue(even, "even", 8);
        service.importFrom(odd);
        AtomicBoolean go = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Set<String>>> readers = new ArrayList<>();
        try (Database database = Database.share(service.configuration().getDatabase())) {
            for (int reader = 0; reader < 4; reader++) {
                readers.add(threads.submit(() -> read(database, go)));
            }
            for (int round = 0; round < 5; round++) {
                service.importFrom(even);
                service.importFrom(odd);
            }
            go.set(false);
            for (Future<Set<String>> reader : readers) {
                assertThat(reader.get(1, TimeUnit.MINUTES)).containsOnly("odd", "even", "odd [7]", "even [8]");
            }
        } finally {
            go.set(false);
            threads.shutdown();
        }
    }

    @Test
    void theSwitchWaitsForWhoeverHasBegunToReadTheOldCatalogue(Service service) throws Exception {
        Path odd = Files.createDirectory(directory.resolve("odd"));
        Path even = Files.createDirectory(directory.resolve("even"));
        writeCatalogue(odd, "odd", 7);
        writeCatalogue(even, "even", 8);
        service.importFrom(odd);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Database database = Database.share(service.configuration().getDatabase());
                Handle reader = Jdbi.create(database::connect).open()) {
            reader.begin();
            assertThat(name(reader, "product")).isEqualTo("odd");

            Future<ImportReport> switching = threads.submit(() -> service.importFrom(even));
            Program.await(
                    "the switch to wait",
                    () -> "t".equals(service.query("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")));

            assertThat(name(reader, "style")).isEqualTo("odd");
            for (int page = 1; page < 20; page++) {
                // Not from the cache, and not held up until the switch has happened.
                assertThat(service.get("/products?count=1&page=" + page).statusCode())
                        .isEqualTo(200);
            }
            assertThat(switching).isNotDone();
            reader.commit();
            assertThat(switching.get(1, TimeUnit.MINUTES).served()).isTrue();
            assertThat(name(reader, "style")).isEqualTo("even");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void givesUpOnAReaderThatDoesNotEndNamingItAndLeavesNothing(Service service) throws Exception {
        service.importFrom(FIXTURE);
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection importing = database.connect();
                Handle reader = Jdbi.create(database::connect).open()) {
            NextSchema next = new NextSchema(importing, Catalogue.DATASET, false);
            next.create("");
            next.indexRows(step -> {});
            next.finish(Instant.EPOCH, step -> {});
            reader.begin();
            name(reader, "product");
            String process = reader.createQuery("SELECT pg_backend_pid()")
                    .mapTo(String.class)
                    .one();

            ImportOptions impatient =
                    new ImportOptions(ImportOptions.maxRejects("0").limit(), Duration.ofMillis(300), false, false);
            assertThatThrownBy(() -> new SchemaSwitch(
                                    importing, Catalogue.DATASET, impatient, Map.of(), "The import failed")
                            .serve())
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("process " + process + " of PostgreSQL")
                    .hasMessageContaining("--switch-wait");
            reader.rollback();
        }
        assertThat(service.query("SELECT to_regnamespace('catalogue_next') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void clearsAwayWhatAKilledImportLeft(Service service) {
        service.execute("CREATE SCHEMA catalogue_next; CREATE TABLE catalogue_next.product (id int);"
                + " CREATE SCHEMA catalogue_old; CREATE TABLE catalogue_old.product (id int)");

        assertThat(service.importFrom(FIXTURE).served()).isTrue();

        assertThat(service.query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'catalogue%'"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rejects", "--report"})
    @FullTier("two starts")
    void refusesAFileThatCannotBeWrittenBeforeAnythingIsTouched(String option) {
        Map<String, String> environment =
                Map.of("ATELIER_DATA", directory.resolve("data").toString());
        String file = directory.resolve("nowhere/file").toString();

        try (Program program =
                Program.start(environment, "import", "../config.yml", FIXTURE.toString(), option, file)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("atelier: " + file + " cannot be written; choose another file by " + option)
                    .doesNotContain("\tat ");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private static String name(Handle reader, String table) {
        return reader.createQuery("SELECT min(name) FROM catalogue." + table)
                .mapTo(String.class)
                .one();
    }

    /** Returns which catalogues' names stood in one response, and the total beside them. */
    private static Set<String> read(Database database, AtomicBoolean go) throws SQLException {
        Set<String> seen = new HashSet<>();
        try (Connection connection = database.connect()) {
            // One connection, so that its statements are prepared and their plans meet the switch.
            Jdbi jdbi = Jdbi.create(connection);
            io.dropwizard.util.Duration limit = io.dropwizard.util.Duration.seconds(1);
            ReadPool pool = new ReadPool(
                    jdbi,
                    new LostConnections(() -> {}, 1),
                    new ReadPool.Limits(1, limit, limit, limit),
                    new Metrics(new MetricRegistry()));
            ProductSettings settings = new ProductSettings("campus", 5, 100);
            ResponseFormat format =
                    new ResponseFormat(new CacheSettings(DataSize.bytes(0), limit, limit), new ObjectMapper());
            DocumentDao documents = new DocumentDao(pool, settings, format);
            ProductDao products = new ProductDao(pool, settings, format);
            while (go.get()) {
                StringBuilder all = new StringBuilder();
                for (ProductDocument document : documents.read(List.of(1, 2))) {
                    all.append(text(document.response(ProductDocument.Part.PRODUCT)
                                    .body()))
                            .append(text(document.response(ProductDocument.Part.STYLES)
                                    .body()));
                }
                seen.add(names(all.toString()));
                ReadResponse page =
                        products.read(List.of(new ProductDao.Page(0, 10))).get(0);
                Response response = page.toResponse(
                        new ContainerRequest(null, null, "GET", null, new MapPropertiesDelegate(), null));
                seen.add(names(text(page.body())) + " [" + response.getHeaderString("X-Total-Count") + "]");
            }
        }
        return seen;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String names(String body) {
        return Pattern.compile("odd|even")
                .matcher(body)
                .results()
                .map(MatchResult::group)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private static void writeCatalogue(Path directory, String name, int products) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int id = 1; id <= products; id++) {
            rows.append("%s,\"%s\",\"%s\",\"\",\"%s\",1\n".formatted(id, name, name, name));
        }
        Files.writeString(directory.resolve("product.csv"), rows);
        Files.writeString(directory.resolve("features.csv"), "1,1,\"" + name + "\",\"" + name + "\"");
        Files.writeString(directory.resolve("styles.csv"), "1,1,\"" + name + "\",null,1,1");
        Files.writeString(directory.resolve("photos.csv"), "1,1,\"" + name + "\",\"" + name + "\"");
        Files.writeString(directory.resolve("skus.csv"), "1,1,\"" + name + "\",1");
        Files.writeString(directory.resolve("related.csv"), "1,1,2");
    }
}
