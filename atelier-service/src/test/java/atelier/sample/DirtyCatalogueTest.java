package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.sample.GeneratedCatalogue.GeneratedFile;
import atelier.testing.FullTier;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirtyCatalogueTest {
    private static final int ENOUGH_FOR_EVERY_KIND = 20_100;

    @TempDir
    private static Path large;

    private static GeneratedCatalogue catalogue;

    @TempDir
    Path directory;

    @BeforeAll
    static void generateLargeCatalogue() {
        Sample sample = Sample.of(ENOUGH_FOR_EVERY_KIND, 1).withDirt();
        catalogue = CatalogueGenerator.generate(large, sample, false, rows -> {});
    }

    @Test
    void filesMatchTheReport() throws IOException {
        GeneratedCatalogue generated = generate(2_600, 1);

        assertThat(CatalogueReader.read(directory)).isEqualTo(foundOnly(generated));
    }

    @Test
    @FullTier("reads over a million rows")
    void filesWithEveryKindOfDirtMatchTheReport() throws IOException {
        assertThat(CatalogueReader.read(large)).isEqualTo(foundOnly(catalogue));
    }

    @Test
    void catalogueHasEveryKindOfDirt() {
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
        assertThat(catalogue.file("product.csv").consequences()).isZero();
        assertThat(catalogue.files().entrySet())
                .filteredOn(file -> !file.getKey().equals("product.csv"))
                .allSatisfy(file -> assertThat(file.getValue().consequences()).isPositive());
    }

    @Test
    void reportIsWrittenBesideTheFiles() throws IOException {
        GeneratedCatalogue small = generate(500, 7);

        ObjectMapper json = new ObjectMapper();
        GeneratedCatalogue read =
                json.readValue(directory.resolve("generated.json").toFile(), GeneratedCatalogue.class);
        assertThat(read).isEqualTo(small);
    }

    @Test
    void catalogueEqualsTheCleanOneExceptForTheDirt() throws IOException {
        generate(50, 3);
        Path clean = directory.resolve("clean");
        CatalogueGenerator.generate(clean, Sample.of(50, 3), false, rows -> {});

        String[] dirtyLines = Files.readString(directory.resolve("photos.csv")).split("\n");
        String[] cleanLines = Files.readString(clean.resolve("photos.csv")).split("\n");
        assertThat(dirtyLines[48] + '"').isEqualTo(cleanLines[48]);
        dirtyLines[48] = cleanLines[48];
        assertThat(dirtyLines).containsExactly(cleanLines);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 40, 90, 100, 250, 1_000, 2_600, 8_010, 10_010, 16_010})
    void fewerThanOneIn1200RowsIsRejectedAtAnySize(int products) {
        for (int seed = 1; seed <= 4; seed++) {
            Sample sample = Sample.of(products, seed).withDirt();
            assertThat(shareOfRejected(sample.catalogueOnly(), CatalogueFiles.ALL))
                    .isLessThan(0.0008);
        }
        Sample sample = Sample.of(products, 1).withDirt();
        assertThat(shareOfRejected(sample, ShopperFiles.ALL.subList(0, 4))).isLessThan(0.0008);
        assertThat(shareOfRejected(sample, ShopperFiles.ALL.subList(4, 7))).isLessThan(0.0008);
    }

    private double shareOfRejected(Sample sample, List<FileFormat> files) {
        GeneratedCatalogue small = CatalogueGenerator.generate(directory, sample, true, rows -> {});
        double rows = 0;
        long rejected = 0;
        for (FileFormat file : files) {
            rows += small.file(file.name()).rows();
            rejected += small.file(file.name()).expected().rejected();
        }
        return rejected / rows;
    }

    @Test
    void smallCatalogueHasAMissingQuoteToo() {
        assertThat(generate(100, 1).file("photos.csv").expected().repaired()).isEqualTo(1);
    }

    private GeneratedCatalogue generate(int products, long seed) {
        return CatalogueGenerator.generate(directory, Sample.of(products, seed).withDirt(), false, rows -> {});
    }

    /** Returns the report without the kinds that did not occur, which a reader cannot know. */
    private static Map<String, GeneratedFile> foundOnly(GeneratedCatalogue generated) {
        Map<String, GeneratedFile> found = new HashMap<>();
        generated.files().forEach((name, file) -> {
            Map<String, Long> dirt = new TreeMap<>(file.dirt());
            dirt.values().removeIf(count -> count == 0);
            found.put(name, new GeneratedFile(file.rows(), dirt, file.consequences(), file.expected()));
        });
        return found;
    }
}
