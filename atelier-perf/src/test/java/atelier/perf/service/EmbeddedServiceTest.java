package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.perf.settings.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServiceTest {
    @Test
    void missingJarIsReportedWithTheBuildCommand(@TempDir Path project) {
        assertThatThrownBy(() -> EmbeddedService.start(project))
                .isInstanceOf(UsageException.class)
                .hasMessage("There is no " + project.resolve("atelier-service/target/atelier-service.jar")
                        + ": mvn -DskipTests package builds it.");
    }
}
