package atelier.product.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.Database;
import atelier.load.LoadedIds;
import atelier.load.Records;
import atelier.load.RowSpill;
import atelier.load.RowValues;
import atelier.product.prepare.CatalogueTable;
import atelier.product.prepare.Fragments;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class DocumentLoadTest {
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void failsWithTheReasonWhenDocumentsCannotBeRendered(Service service) throws Exception {
        LoadedIds products = new LoadedIds(null, false);
        products.add(1);
        RowSpill spill = new RowSpill(products, 1);
        RowValues row = CatalogueTable.RELATED.csv().newValues();
        row.setKey(1, 1);
        Records record = new Records();
        Fragments.add(CatalogueTable.RELATED, row, record);
        spill.add(record);
        spill.close();
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect();
                DocumentLoad load = new DocumentLoad(spill, DocumentLoad.openDocuments(), DocumentLoad.openLines())) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("CREATE SCHEMA catalogue_next; CREATE TABLE catalogue_next.document"
                            + " (LIKE catalogue.document)");
            load.endRows();

            assertThatThrownBy(() -> load.copy(connection))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be written to " + System.getProperty("java.io.tmpdir"));
        }
    }
}
