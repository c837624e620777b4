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
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
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

        QueryPlan.assertUsesOnly(plan, "document_pkey");
        assertThat(plan.get("Actual Rows").asInt()).isLessThanOrEqualTo(3);
        assertThat(QueryPlan.blocks(plan)).isLessThanOrEqualTo(3 * 4);
    }

    @Test
    void deepPageReadsAsMuchAsTheFirst() throws Exception {
        JsonNode first = page(5);
        JsonNode deep = page(PRODUCTS - 50);

        QueryPlan.assertUsesOnly(first, "page_start_pkey");
        QueryPlan.assertUsesOnly(deep, "page_start_pkey");
        assertThat(QueryPlan.blocks(deep.findParent("Index Name"))).isLessThanOrEqualTo(4);
        assertThat(QueryPlan.blocks(first)).isPositive();
        assertThat(QueryPlan.blocks(deep)).isLessThanOrEqualTo(QueryPlan.blocks(first) + 3);
    }

    @Test
    void severalPagesReadOnlyTheirOwnRows() throws Exception {
        JsonNode plan = plan(ProductDao.PAGES, "ARRAY[5, 15000, 9000]", "ARRAY[5, 5, 5]");

        QueryPlan.assertUsesOnly(plan, "page_start_pkey");
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

    private JsonNode plan(String statement, String... parameters) throws Exception {
        return QueryPlan.of(connection, statement, parameters);
    }
}
