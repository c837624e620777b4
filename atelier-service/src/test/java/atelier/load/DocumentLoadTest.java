package atelier.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.Database;
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
        KnownIds known = new KnownIds();
        known.addProduct(1);
        DocumentSpill spill = new DocumentSpill(known);
        spill.row().related(1, 1);
        spill.keep();
        spill.close();
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect();
                DocumentLoad load = DocumentLoad.begin(spill)) {
            new NextCatalogue(connection).create();

            assertThatThrownBy(() -> load.run(connection))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be kept in " + System.getProperty("java.io.tmpdir"));
        }
    }
}
