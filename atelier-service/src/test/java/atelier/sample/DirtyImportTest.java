package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.load.ImportReport;
import atelier.product.load.Catalogue;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import atelier.sample.GeneratedCatalogue.GeneratedFile;
import atelier.testing.FullTier;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningService.class)
class DirtyImportTest {
    @Test
    @FullTier("imports over a million rows")
    void importRejectsAndRepairsExactlyWhatTheReportOfTheGeneratorSays(@TempDir Path directory, Service service)
            throws Exception {
        Sample sample = Sample.of(20_100, 1).from(14_931).withDirt();
        GeneratedCatalogue generated = CatalogueGenerator.generate(directory, sample, false, rows -> {});
        DatabaseSettings settings = service.newMigratedDatabase("dirty_import");
        ImportReport report;
        try (Database database = Database.share(settings)) {
            report = DatasetImport.of(
                            List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET),
                            directory,
                            directory.resolve("rejects.csv"),
                            ImportOptions.maxRejects("0.1%"))
                    .run(database, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }

        assertThat(report.served()).isTrue();
        assertThat(report.files()).hasSize(13).allSatisfy(file -> {
            GeneratedFile expected = generated.file(file.file());
            assertThat(file.read()).as(file.file()).isEqualTo(expected.rows());
            assertThat(file.rejected())
                    .as(file.file())
                    .isEqualTo(expected.expected().rejected());
            assertThat(file.repaired())
                    .as(file.file())
                    .isEqualTo(expected.expected().repaired());
        });
    }
}
