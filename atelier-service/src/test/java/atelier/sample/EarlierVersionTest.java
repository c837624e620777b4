package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.Schema;
import atelier.product.prepare.DocumentRebuild;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database of the version before reviews, with its demo catalogue. */
@ExtendWith(RunningService.class)
class EarlierVersionTest {
    private static final String WITHOUT_SHOPPERS = """
            DROP SCHEMA reviews, questions, shop CASCADE;
            DROP INDEX catalogue.sku_id_idx;
            COMMENT ON SCHEMA catalogue IS NULL;
            DELETE FROM databasechangelog
            WHERE id IN ('sku-id', 'reviews', 'questions', 'shop', 'interactions', 'row-photos')
            """;

    private static final DemoSettings DEMO = new DemoSettings(5, 1, null);

    @Test
    void itsCatalogueIsServedWithEmptyListsThatShoppersFill(Service shared) throws Exception {
        DatabaseSettings settings = shared.newMigratedDatabase("earlier_version");
        upgrade(settings);

        try (Service service = new Service(
                settings,
                String.valueOf(settings.user()),
                String.valueOf(settings.password()),
                ConfigOverride.config("demo.products", Integer.toString(DEMO.products())))) {
            assertThat(service.get("/products/5").statusCode()).isEqualTo(200);
            assertThat(service.get("/reviews?product_id=1").body())
                    .isEqualTo("{\"product\":\"1\",\"page\":0,\"count\":5,\"results\":[]}");
            assertThat(service.get("/reviews/meta?product_id=1").body())
                    .isEqualTo("{\"product_id\":\"1\",\"ratings\":{},\"recommended\":{},\"characteristics\":{}}");
            assertThat(service.get("/qa/questions?product_id=1").body())
                    .isEqualTo("{\"product_id\":\"1\",\"results\":[]}");
            assertThat(service.get("/qa/questions/1/answers").body())
                    .isEqualTo("{\"question\":\"1\",\"page\":1,\"count\":5,\"results\":[]}");
            assertThat(service.get("/cart").body()).isEqualTo("[]");

            Shopper shopper = new Shopper(service.port());
            assertThat(shopper.post("/qa/questions", "{\"product_id\":1,\"body\":\"Warm?\"}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(service.get("/qa/questions?product_id=1").body())
                    .startsWith("{\"product_id\":\"1\",\"results\":[{\"question_id\":1,\"question_body\":\"Warm?\",");
        }
    }

    /** Makes the database of the earlier version, and does to it what {@code prepare} does. */
    private static void upgrade(DatabaseSettings settings) throws SQLException {
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            DemoCatalogue.fillIfEmpty(database, DEMO, Sample.DEFAULT_PICTURES);
            statement.execute(WITHOUT_SHOPPERS);

            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
            DemoCatalogue.fillIfEmpty(database, DEMO, Sample.DEFAULT_PICTURES);
        }
    }
}
