package atelier.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class DemoCatalogueTest {
    @Test
    void refusalBecauseOfDependentsNamesNoOptionOfTheImport(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("demo_with_view");
        try (Database database = Database.share(settings);
                Connection connection = database.connect()) {
            connection.createStatement().execute("CREATE VIEW public.names AS SELECT name FROM catalogue.product");

            assertThatThrownBy(() ->
                            DemoCatalogue.fillIfEmpty(database, new DemoSettings(10, 1, null), "http://localhost:8080"))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContainingAll("view names", "Drop them first, or set DEMO_PRODUCTS=0.")
                    .hasMessageNotContaining("--drop-dependents");
        }
    }
}
