package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.sample.GeneratedCatalogue.GeneratedFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirtyCatalogueTest {
    private static final int ENOUGH_FOR_EVERY_KIND = 20_100;

    @TempDir
    Path directory;

    @Test
    void filesMatchTheReport() throws IOException {
        GeneratedCatalogue catalogue = generate(ENOUGH_FOR_EVERY_KIND, 1);

        Map<String, GeneratedFile> found = CatalogueReader.read(directory);

        assertThat(found).isEqualTo(foundOnly(catalogue));
    }

    @Test
    void catalogueHasEveryKindOfDirt() {
        GeneratedCatalogue catalogue = generate(ENOUGH_FOR_EVERY_KIND, 1);

        Set<String> kinds = new TreeSet<>();
        foundOnly(catalogue).values().forEach(file -> kinds.addAll(file.dirt().keySet()));

        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Dirt.values())
                        .filter(dirt -> dirt != Dirt.NONE)
                        .map(Dirt::label)
                        .toList());
        assertThat(catalogue.files())
                .allSatisfy((name, file) -> assertThat(file.dirt()).doesNotContainValue(0L));
    }

    @Test
    void childrenOfRejectedProductsAreRejected() {
        GeneratedCatalogue catalogue = generate(ENOUGH_FOR_EVERY_KIND, 1);

        assertThat(catalogue.file("product.csv").consequences()).isZero();
        assertThat(catalogue.files().entrySet())
                .filteredOn(file -> !file.getKey().equals("product.csv"))
                .allSatisfy(file -> assertThat(file.getValue().consequences()).isPositive());
    }

    @Test
    void reportIsWrittenBesideTheFiles() throws IOException {
        GeneratedCatalogue catalogue = generate(500, 7);

        ObjectMapper json = new ObjectMapper();
        GeneratedCatalogue read =
                json.readValue(directory.resolve("generated.json").toFile(), GeneratedCatalogue.class);
        assertThat(read).isEqualTo(catalogue);
    }

    @Test
    void catalogueEqualsTheCleanOneExceptForTheDirt() throws IOException {
        generate(50, 3);
        Path clean = directory.resolve("clean");
        CatalogueGenerator.generate(clean, 50, 3, false, false, rows -> {});

        String[] dirtyLines = Files.readString(directory.resolve("photos.csv")).split("\n");
        String[] cleanLines = Files.readString(clean.resolve("photos.csv")).split("\n");
        assertThat(dirtyLines[48] + '"').isEqualTo(cleanLines[48]);
        dirtyLines[48] = cleanLines[48];
        assertThat(dirtyLines).containsExactly(cleanLines);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 40, 90, 100, 250, 1_000, 2_600, 8_010, 10_010, 12_510, 16_010, 20_100})
    void fewerThanOneIn1200RowsIsRejectedAtAnySize(int products) {
        for (int seed = 1; seed <= 4; seed++) {
            GeneratedCatalogue catalogue =
                    CatalogueGenerator.generate(directory, products, seed, true, true, rows -> {});

            assertThat(catalogue.rejected() / (double) catalogue.rows()).isLessThan(0.0008);
        }
    }

    @Test
    void smallCatalogueHasAMissingQuoteToo() {
        GeneratedCatalogue catalogue = generate(100, 1);

        assertThat(catalogue.file("photos.csv").expected().repaired()).isEqualTo(1);
    }

    private GeneratedCatalogue generate(int products, long seed) {
        return CatalogueGenerator.generate(directory, products, seed, true, false, rows -> {});
    }

    /** Returns the report without the kinds that did not occur, which a reader cannot know. */
    private static Map<String, GeneratedFile> foundOnly(GeneratedCatalogue catalogue) {
        Map<String, GeneratedFile> found = new HashMap<>();
        catalogue.files().forEach((name, file) -> {
            Map<String, Long> dirt = new TreeMap<>(file.dirt());
            dirt.values().removeIf(count -> count == 0);
            found.put(name, new GeneratedFile(file.rows(), dirt, file.consequences(), file.expected()));
        });
        return found;
    }
}
