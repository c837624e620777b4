package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.db.DataSourceFactory;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL itself counts while a node with 20,000 products starts, answers, changes them and learns of its changes. */
@ExtendWith(RunningService.class)
@FullTier("imports 20,000 products")
class WholeTablesTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String DATABASE = "whole_tables";
    private static final int PRODUCTS = 20_000;

    /** The edition has one row and no index. */
    private static final String COUNTED =
            "FROM pg_stat_user_tables WHERE schemaname IN ('catalogue', 'audit') AND relname <> 'edition'";

    @Test
    void noRequestAndNoChangeReadsAWholeTable(Service service, @TempDir Path directory) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase(DATABASE);
        fill(settings, directory);
        awaitNobody(service);
        service.query(settings, "SELECT pg_stat_reset()");

        int requests;
        try (Program node =
                Program.start(environment(settings), "server", "../config.yml").awaitAnswer()) {
            Writer writer = new Writer(node.port(), TOKEN);
            requests = read(writer);
            for (int product = 1_000; product <= 15_000; product += 7_000) {
                requests += writer.changeEverything(product);
            }
            node.terminate();
        }
        // A connection's counts are in the view for certain only when it has ended.
        awaitNobody(service);

        assertThat(service.query(settings, "SELECT sum(idx_scan) > " + requests + " " + COUNTED))
                .isEqualTo("t");
        assertThat(service.query(settings, "SELECT string_agg(relname, ', ') " + COUNTED + " AND seq_scan > 0"))
                .as("tables that were read from their beginning")
                .isNull();
        assertThat(Long.parseLong(service.query(settings, "SELECT sum(idx_tup_fetch) " + COUNTED)))
                .as("rows that were read for %d requests", requests)
                .isBetween((long) requests, 100L * requests);
    }

    private static void fill(DatabaseSettings settings, Path directory) throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(PRODUCTS, 7).withDirt().catalogueOnly(), false, rows -> {});
        try (Database database = Database.share(settings);
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            DatasetImport.of(
                            Catalogue.DATASET,
                            directory,
                            directory.resolve("rejects.csv"),
                            ImportOptions.maxRejects("1%"))
                    .run(database, nowhere);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                // Of a few lines an index would be no help.
                statement.execute(
                        "INSERT INTO audit.change (edition, number, changed_by, product_id, place, before, after)"
                                + " SELECT '2020-01-01', number, 'somebody', 1, 'product', '{}', '{}'"
                                + " FROM generate_series(1, 20000) number");
                statement.execute("ANALYZE audit.change");
            }
        }
    }

    private static Map<String, String> environment(DatabaseSettings settings) {
        try (Database database = Database.share(settings)) {
            DataSourceFactory address = database.commandPool();
            return Map.of(
                    "DATABASE_URL", address.getUrl(),
                    "DATABASE_USER", String.valueOf(address.getUser()),
                    "DATABASE_PASSWORD", String.valueOf(address.getPassword()),
                    "WRITE_TOKENS", "alice:" + TOKEN);
        }
    }

    private static void awaitNobody(Service service) {
        Program.await(
                "all connections to have ended",
                () -> service.query("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + DATABASE
                                + "' AND backend_type = 'client backend'")
                        .equals("0"));
    }

    /** Returns how many requests it has made. */
    private static int read(Writer reader) {
        int requests = 0;
        for (int id = 1; id <= PRODUCTS; id += 500) {
            reader.send("GET", "/products/" + id, "");
            reader.send("GET", "/products/" + (PRODUCTS + 1_000 + id) + "/styles", "");
            assertThat(reader.send("GET", "/products?count=7&page=" + (id / 7 + 1), "")
                            .statusCode())
                    .isEqualTo(200);
            requests += 3;
        }
        assertThat(reader.send("GET", "/products?count=1000&page=10", "").statusCode())
                .isEqualTo(200);
        return requests + 1;
    }
}
