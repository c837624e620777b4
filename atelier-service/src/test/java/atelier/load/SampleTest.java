package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first rows of the real catalogue, which are not ours to publish: where they lie beside the project, they count. */
@ExtendWith(RunningService.class)
@EnabledIf("isHere")
class SampleTest {
    private static final Path SAMPLE = Path.of("../../shared/sample");

    static boolean isHere() {
        return SAMPLE.toFile().isDirectory();
    }

    @Test
    void theSampleIsImportedWithOneRepairAndReturnedAsByTheOriginal(Service service) throws Exception {
        ImportReport report = service.importFrom(SAMPLE);

        assertThat(report.files().get(3)).isEqualTo(new FileReport("photos.csv", 275, 275, 0, 1, 0, Map.of()));
        assertThat(report.rejected()).isZero();
        ObjectMapper json = new ObjectMapper();
        JsonNode expected =
                json.readTree(SAMPLE.resolve("expected/products-1-2-5.json").toFile());
        assertThat(expected.properties()).hasSize(9).allSatisfy(response -> {
            JsonNode actual = json.readTree(service.get(response.getKey()).body());
            if (actual instanceof ObjectNode product) {
                product.remove(List.of("campus", "created_at", "updated_at"));
            }
            // As text, because equality of trees overlooks the order of keys.
            assertThat(actual).hasToString(response.getValue().toString());
        });
    }
}
