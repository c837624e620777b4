package atelier.operations.logging;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(RunningService.class)
class LogLevelTaskTest {
    private static final String NAME = "atelier.database";
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(NAME);

    @AfterEach
    void restore() {
        LOGGER.setLevel(null);
    }

    @Test
    void theTaskSetsTheLevelOfALoggerAndItsChildren(Service service) throws Exception {
        // Another service in this JVM may have set the root's level.
        Level before = LOGGER.getEffectiveLevel();

        set(service, "logger=" + NAME + "&level=TRACE");

        assertThat(LOGGER.getEffectiveLevel()).isEqualTo(Level.TRACE).isNotEqualTo(before);
        assertThat(LoggerFactory.getLogger(NAME + ".Batches").isTraceEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("atelier.http").isTraceEnabled()).isFalse();

        set(service, "logger=" + NAME);

        assertThat(LOGGER.getEffectiveLevel()).isEqualTo(before);
    }

    @Test
    void aLevelWithADurationGoesBackByItself(Service service) throws Exception {
        // Another service in this JVM may have set the root's level.
        Level before = LOGGER.getEffectiveLevel();

        set(service, "logger=" + NAME + "&level=TRACE&duration=PT1S");

        assertThat(LOGGER.getEffectiveLevel()).isEqualTo(Level.TRACE);
        Program.await("the level to go back", () -> LOGGER.getEffectiveLevel() == before);
    }

    private static void set(Service service, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.adminPort() + "/tasks/log-level?" + query))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
