package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.product.load.Catalogue;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A dataset of another feature, as its declaration alone makes it: shelves with boxes with labels. */
@ExtendWith(RunningService.class)
class DatasetImportTest {
    private static final CsvTable SHELF = CsvTable.of("shelves.csv", "shelf")
            .id("id")
            .text("name")
            .optionalText("colour")
            .importTime("created_at");
    private static final CsvTable BOX =
            CsvTable.of("boxes.csv", "box").id("id").parent("shelfId", SHELF).whole("size", 1);
    private static final CsvTable LABEL = CsvTable.of("labels.csv", "label")
            .id("id")
            .parent("box_id", BOX)
            .reference("copied_to", BOX)
            .textOrNull("words")
            .position();

    private static final Dataset STORE = new Dataset() {
        @Override
        public String schema() {
            return "store";
        }

        @Override
        public List<CsvTable> tables() {
            return List.of(SHELF, BOX, LABEL);
        }

        @Override
        public List<String> switchLocks() {
            return List.of("shelf");
        }

        @Override
        public String channel() {
            return "store";
        }

        @Override
        public String insertEdition() {
            return "INSERT INTO edition VALUES (?)";
        }
    };

    @TempDir
    private Path directory;

    @BeforeEach
    void createStore(Service service) throws Exception {
        service.execute("""
                CREATE SCHEMA store;
                CREATE TABLE store.edition (imported_at timestamptz);
                INSERT INTO store.edition VALUES ('2000-01-01');
                CREATE TABLE store.shelf (id integer PRIMARY KEY, name text NOT NULL, colour text, created_at timestamptz);
                CREATE TABLE store.box (
                    shelf_id integer NOT NULL REFERENCES store.shelf,
                    id integer NOT NULL,
                    size integer NOT NULL,
                    PRIMARY KEY (shelf_id, id));
                CREATE TABLE store.label (
                    shelf_id integer, box_id integer, id integer, copied_to integer, words text, position integer,
                    FOREIGN KEY (shelf_id, box_id) REFERENCES store.box);
                """);
        write("shelves.csv", "id,name\n1,Top\n2,Bottom\n");
        write("boxes.csv", "id,shelfId,size\n7,1,3\n8,2,1\n9,3,1\n8,1,1\n");
        write("labels.csv", "id,box_id,copied_to,words\n2,8,7,\"a \"\"b\"\"\"\n1,7,8,null\n3,9,7,x\n4,7,0,y\n");
    }

    @AfterEach
    void dropStore(Service service) {
        service.execute("DROP SCHEMA store CASCADE; DROP SCHEMA IF EXISTS store_old CASCADE");
    }

    @Test
    void rowsAreStoredWithTheIdsOfAllTheirOwners(Service service) {
        ImportReport report = load(service, false);

        assertThat(report.served()).isTrue();
        assertThat(report.files())
                .containsExactly(
                        new FileReport("shelves.csv", 2, 2, 0, 0, 0, Map.of()),
                        new FileReport(
                                "boxes.csv",
                                4,
                                2,
                                2,
                                0,
                                0,
                                Map.of("no such shelf", 1L, "id already used in this file", 1L)),
                        new FileReport("labels.csv", 4, 2, 2, 0, 0, Map.of("no such box", 2L)));
        assertThat(service.query("SELECT string_agg(label::text, ' ' ORDER BY position) FROM store.label"))
                .isEqualTo("(2,8,2,7,\"a \"\"b\"\"\",1) (1,7,1,8,,2)");
    }

    @Test
    void idThatIsNotTheFirstColumnIsRefused() {
        CsvTable table = CsvTable.of("jars.csv", "jar").text("name");

        assertThatThrownBy(() -> table.id("id"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The id id must be the first column of jars.csv");
    }

    @Test
    void anOptionalColumnIsNullWhereTheFileLacksIt(Service service) throws Exception {
        load(service, false);
        assertThat(service.query("SELECT count(*) FROM store.shelf WHERE colour IS NULL"))
                .isEqualTo("2");

        write("shelves.csv", "colour, id, name\nred,1,Top\nnull,2,Bottom\n");
        load(service, false);
        assertThat(service.query(
                        "SELECT string_agg(shelf.id || coalesce(colour, '-'), ' ' ORDER BY id) FROM store.shelf"))
                .isEqualTo("1red 2-");

        write("shelves.csv", "1,Top\n2,Bottom\n");
        load(service, false);
        assertThat(service.query("SELECT count(*) FROM store.shelf WHERE colour IS NULL"))
                .isEqualTo("2");
    }

    @Test
    void dependentsAreNamedAndStayUnlessDroppingIsAllowed(Service service) {
        service.execute("""
                CREATE VIEW public.shelves AS SELECT name FROM store.shelf;
                CREATE VIEW store.boxes AS SELECT size FROM store.box;
                CREATE MATERIALIZED VIEW public.labels AS SELECT words FROM store.label;
                CREATE TABLE public.rented (shelf integer CONSTRAINT rented_shelf REFERENCES store.shelf (id));
                CREATE TRIGGER unchanged BEFORE UPDATE ON store.box
                    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
                CREATE POLICY visible ON store.shelf USING (true);
                CREATE PUBLICATION changes FOR TABLE store.label;
                CREATE RULE fixed AS ON DELETE TO store.label DO INSTEAD NOTHING;
                CREATE TABLE store.notes (id integer GENERATED ALWAYS AS IDENTITY, note text);
                CREATE FUNCTION store.one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION public.first(shelf store.shelf) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
                """);
        try {
            assertThatThrownBy(() -> load(service, false))
                    .isInstanceOf(DependentsException.class)
                    .hasMessageContainingAll(
                            "view shelves",
                            "trigger unchanged on table store.box",
                            "policy visible on table store.shelf",
                            "publication of table store.label in publication changes",
                            "rule fixed on table store.label",
                            "table store.notes",
                            "function store.one()",
                            "view store.boxes",
                            "materialized view labels",
                            "constraint rented_shelf on table rented",
                            "function first(store.shelf)")
                    .hasMessageNotContainingAny("sequence", "store.edition", ", table store.shelf");
            assertThat(service.query("SELECT imported_at::date FROM store.edition"))
                    .isEqualTo("2000-01-01");
            assertThat(service.query("SELECT count(*) FROM public.shelves")).isEqualTo("0");

            assertThat(load(service, true).served()).isTrue();
            assertThat(service.query("SELECT to_regclass('shelves') IS NULL AND to_regclass('labels') IS NULL"))
                    .isEqualTo("t");
            assertThat(load(service, false).served()).isTrue();
        } finally {
            service.execute("DROP TABLE public.rented; DROP PUBLICATION changes");
        }
    }

    @Test
    void aTimeLimitOfTheDatabaseDoesNotEndAnImport(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("limited_import");
        service.execute("ALTER DATABASE limited_import SET statement_timeout = '100ms'");
        CatalogueGenerator.generate(directory, Sample.of(10_000, 1).catalogueOnly(), false, rows -> {});
        PrintStream screen = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

        try (Database database = Database.share(settings)) {
            ImportReport report = DatasetImport.of(
                            Catalogue.DATASET,
                            directory,
                            directory.resolve("rejects.csv"),
                            ImportOptions.maxRejects("0"))
                    .run(database, screen);

            assertThat(report.served()).isTrue();
        }
    }

    private ImportReport load(Service service, boolean dropDependents) {
        ImportOptions defaults = ImportOptions.maxRejects("100%");
        PrintStream screen = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (Database database = Database.share(service.configuration().getDatabase())) {
            return DatasetImport.of(
                            STORE,
                            directory,
                            directory.resolve("rejects.csv"),
                            new ImportOptions(defaults.limit(), defaults.switchWait(), dropDependents, false))
                    .run(database, screen);
        }
    }

    private void write(String file, String content) throws Exception {
        Files.writeString(directory.resolve(file), content);
    }
}
