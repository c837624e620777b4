package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.TestSettings;
import io.dropwizard.db.DataSourceFactory;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class FreshPoolTest {
    /** A standby has what was written only a moment later. */
    @Test
    void freshReadsUseThePrimaryWhateverServerTheOthersUse(Service service) throws SQLException {
        DatabaseSettings settings = service.configuration().getDatabase();
        String url = String.valueOf(settings.url()).replaceFirst("//([^/]+)/([^?]*)", "//$1,$1/$2");
        String preferred = url + (url.contains("?") ? "&" : "?") + "targetServerType=preferSecondary";

        try (Database database = Database.own(TestSettings.at(settings, preferred))) {
            DataSourceFactory fresh = database.freshPool();

            assertThat(database.requestPool().getUrl()).contains("preferSecondary");
            assertThat(fresh.getUrl()).contains("targetServerType=primary").doesNotContain("preferSecondary");
            assertThat(fresh.getMaxSize()).isEqualTo(5);
            // A node starts without a primary.
            assertThat(fresh.getInitialSize()).isZero();
            // Nobody waits for the result any longer, and the connection is needed.
            String options =
                    String.valueOf(database.requestPool().getProperties().get("options"));
            assertThat(fresh.getProperties())
                    .containsEntry("options", options.replace("statement_timeout=2000", "statement_timeout=700"));
        }
    }

    @Test
    void aNodeRunsOneQueryOfEachKindByDefault(Service service) {
        DatabaseSettings settings = service.configuration().getDatabase();

        assertThat(settings.statementsOfAKind()).isEqualTo(1);
        assertThat(settings.freshStatementsOfAKind()).isEqualTo(1);
    }
}
