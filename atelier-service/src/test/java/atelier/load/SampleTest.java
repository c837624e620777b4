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
import org.junit.jupiter.api.io.TempDir;

/** The first rows of the real catalogue, which are not ours to publish: where they lie beside the project, they count. */
@ExtendWith(RunningService.class)
@EnabledIf("isHere")
class SampleTest {
    private static final Path SAMPLE = Path.of("../../shared/sample");
    private static final Path SHOPPERS_SAMPLE = Path.of("../../shared/sample-shoppers");

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

    /** Four of the seven files were saved by a spreadsheet. Most of their rows belong to rows that are not there. */
    @Test
    void theSampleOfReviewsAndQuestionsLosesOnlyRowsWhoseReviewQuestionOrAnswerIsNotThere(
            Service service, @TempDir Path directory) {
        ShoppersImport files =
                new ShoppersImport(SHOPPERS_SAMPLE, directory, service.newMigratedDatabase("sample_shoppers"));
        files.catalogue(SAMPLE);

        ImportReport report = files.load();

        assertThat(report.served()).as(report.refusal()).isTrue();
        assertThat(report.files()).extracting(FileReport::read).containsExactly(4L, 9L, 9L, 9L, 50L, 50L, 17L);
        assertThat(report.files()).allSatisfy(file -> {
            assertThat(file.repaired()).isZero();
            assertThat(file.rejects().keySet())
                    .isSubsetOf("no such product", "no such review", "no such question", "no such answer");
        });
        assertThat(files.query("SELECT string_agg(date || ' ' || coalesce(response, '-'), '|' ORDER BY id)"
                        + " FROM reviews.review"))
                .isEqualTo("2020-07-30 -|2021-01-09 -|2020-12-30 Glad you're enjoying the product!|2020-07-01 -");
        assertThat(files.query("SELECT body FROM questions.question WHERE id = 9"))
                .isEqualTo("I'm allergic to dye #17, does this product contain any?");
    }
}
