package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.catalogue.generate.CatalogueGenerator;
import atelier.catalogue.load.CatalogueImport;
import atelier.product.ProductDao;
import atelier.related.RelatedDao;
import atelier.style.StyleDao;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL does for each answer, on a catalogue of 20,000 products with gaps between the ids. */
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
            CatalogueGenerator.generate(directory, PRODUCTS, 7, true, false, rows -> {});
            CatalogueImport.of(directory, directory.resolve("rejects.csv"), "1%")
                    .run(database, new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"));
        }
    }

    @AfterAll
    void close() throws Exception {
        connection.close();
    }

    @Test
    void oneProductIsFoundByIndexes() throws Exception {
        assertUsesOnly(
                plan(ProductDao.class, "find", Map.of("id", "15000", "campus", "'x'")), "product_pkey", "feature_pkey");
    }

    @Test
    void theStylesOfAProductAreFoundByIndexes() throws Exception {
        assertUsesOnly(
                plan(StyleDao.class, "find", Map.of("productId", "15000")),
                "product_pkey",
                "style_pkey",
                "photo_pkey",
                "sku_pkey");
    }

    @Test
    void relatedProductsAreFoundByIndexes() throws Exception {
        assertUsesOnly(plan(RelatedDao.class, "find", Map.of("productId", "15000")), "product_pkey", "related_pkey");
    }

    @Test
    void aDeepPageReadsAsMuchAsTheFirst() throws Exception {
        JsonNode first = page(5);
        JsonNode deep = page(PRODUCTS - 50);

        assertUsesOnly(first, "product_pkey", "page_start_pkey");
        assertUsesOnly(deep, "product_pkey", "page_start_pkey");
        assertThat(blocks(first)).isPositive();
        assertThat(blocks(deep)).isLessThanOrEqualTo(blocks(first) + 3);
    }

    @Test
    void thereAreGapsBetweenTheIds() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT products < (SELECT max(id) FROM catalogue.product) FROM catalogue.edition")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    private JsonNode page(int offset) throws Exception {
        return plan(
                ProductDao.class, "page", Map.of("offset", Integer.toString(offset), "count", "5", "campus", "'x'"));
    }

    private JsonNode plan(Class<?> dao, String method, Map<String, String> parameters) throws Exception {
        String sql = Arrays.stream(dao.getMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getAnnotation(SqlQuery.class)
                .value();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            sql = sql.replaceAll("(?<!:):" + parameter.getKey() + "\\b", parameter.getValue());
        }
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql)) {
                row.next();
                return new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan");
            }
        }
    }

    private static void assertUsesOnly(JsonNode plan, String... indexes) {
        assertThat(plan.findValuesAsText("Index Name")).containsOnly(indexes);
        List<String> scanned = plan.findParents("Node Type").stream()
                .filter(node -> node.get("Node Type").asText().equals("Seq Scan"))
                .map(node -> node.get("Relation Name").asText())
                .toList();
        // The one-row table of the catalogue's edition has no index.
        assertThat(scanned).isSubsetOf("edition");
    }

    private static int blocks(JsonNode plan) {
        return plan.get("Shared Hit Blocks").asInt()
                + plan.get("Shared Read Blocks").asInt();
    }
}
