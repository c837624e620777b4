package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.DocumentDao;
import atelier.product.ProductDao;
import atelier.product.load.Catalogue;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checks the query plan of each read, on a catalogue of 20,000 products with gaps between the ids. */
@ExtendWith(RunningService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class QueryPlanTest {
    private static final int PRODUCTS = 20_000;

    private Connection connection;

    @BeforeAll
    void importACatalogueWithGaps(Service service, @TempDir Path directory) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("plans");
        try (Database database = Database.share(settings)) {
            connection = database.connect();
            CatalogueGenerator.generate(
                    directory, Sample.of(PRODUCTS, 7).withDirt().catalogueOnly(), false, rows -> {});
            DatasetImport.of(
                            Catalogue.DATASET,
                            directory,
                            directory.resolve("rejects.csv"),
                            ImportOptions.maxRejects("1%"))
                    .run(database, new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"));
        }
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
    }

    @Test
    void documentLookupReadsOnlyItsIndex() throws Exception {
        JsonNode plan = plan(DocumentDao.FIND, "ARRAY[15000, 7, 12000]");

        assertUsesOnly(plan, "document_pkey");
        assertThat(plan.get("Actual Rows").asInt()).isLessThanOrEqualTo(3);
        assertThat(blocks(plan)).isLessThanOrEqualTo(3 * 4);
    }

    @Test
    void deepPageReadsAsMuchAsTheFirst() throws Exception {
        JsonNode first = page(5);
        JsonNode deep = page(PRODUCTS - 50);

        assertUsesOnly(first, "page_start_pkey");
        assertUsesOnly(deep, "page_start_pkey");
        assertThat(blocks(deep.findParent("Index Name"))).isLessThanOrEqualTo(4);
        assertThat(blocks(first)).isPositive();
        assertThat(blocks(deep)).isLessThanOrEqualTo(blocks(first) + 3);
    }

    @Test
    void severalPagesReadOnlyTheirOwnRows() throws Exception {
        JsonNode plan = plan(ProductDao.PAGES, "ARRAY[5, 15000, 9000]", "ARRAY[5, 5, 5]");

        assertUsesOnly(plan, "page_start_pkey");
        JsonNode lines = plan.findParent("Index Name");
        assertThat(lines.get("Actual Loops").asInt()).isEqualTo(3);
        assertThat(lines.get("Actual Rows").asInt()).isBetween(1, 2);
        assertThat(lines.path("Rows Removed by Filter").asInt()).isZero();
    }

    @Test
    void catalogueHasGapsBetweenIds() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT products < (SELECT max(id) FROM catalogue.product) FROM catalogue.edition")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    private JsonNode page(int offset) throws Exception {
        return plan(ProductDao.PAGES, "ARRAY[" + offset + "]", "ARRAY[5]");
    }

    /** Returns the executed generic plan of a statement, as the connections of requests use it. */
    private JsonNode plan(String statementWithMarks, String... parameters) throws Exception {
        String sql = statementWithMarks;
        for (int number = 1; number <= parameters.length; number++) {
            sql = sql.replaceFirst("\\?", "\\$" + number);
        }
        String types = String.join(", ", Collections.nCopies(parameters.length, "integer[]"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE asked(" + types + ") AS " + sql);
            try (ResultSet row = statement.executeQuery(
                    "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked(" + String.join(", ", parameters) + ")")) {
                row.next();
                return new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan");
            } finally {
                statement.execute("DEALLOCATE asked");
            }
        }
    }

    private static void assertUsesOnly(JsonNode plan, String... indexes) {
        assertThat(plan.findValuesAsText("Index Name")).containsOnly(indexes);
        List<String> scanned = plan.findParents("Node Type").stream()
                .filter(node -> node.get("Node Type").asText().equals("Seq Scan"))
                .map(node -> node.get("Relation Name").asText())
                .toList();
        // The table of the edition has one row and no index.
        assertThat(scanned).isSubsetOf("edition");
    }

    private static int blocks(JsonNode plan) {
        return plan.get("Shared Hit Blocks").asInt()
                + plan.get("Shared Read Blocks").asInt();
    }
}
