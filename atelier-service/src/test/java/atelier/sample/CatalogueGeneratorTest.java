package atelier.sample;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import atelier.cli.OperatorException;
import atelier.sample.GeneratedCatalogue.Expected;
import atelier.testing.FullTier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueGeneratorTest {
    private static final int PRODUCTS = 20_000;
    private static final Map<String, String> HEADERS = Map.ofEntries(
            entry("product.csv", "id,name,slogan,description,category,default_price"),
            entry("features.csv", "id,product_id,feature,value"),
            entry("styles.csv", "id,productId,name,sale_price,original_price,default_style"),
            entry("photos.csv", "id,styleId,url,thumbnail_url"),
            entry("skus.csv", "id,styleId,size,quantity"),
            entry("related.csv", "id,current_product_id,related_product_id"),
            entry(
                    "reviews.csv",
                    "id,product_id,rating,date,summary,body,recommend,reported,reviewer_name,reviewer_email,"
                            + "response,helpfulness"),
            entry("reviews_photos.csv", "id,review_id,url"),
            entry("characteristics.csv", "id,product_id,name"),
            entry("characteristic_reviews.csv", "id,characteristic_id,review_id,value"),
            entry("questions.csv", "id,product_id,body,date_written,asker_name,asker_email,reported,helpful"),
            entry("answers.csv", "id,question_id,body,date_written,answerer_name,answerer_email,reported,helpful"),
            entry("answers_photos.csv", "id,answer_id,url"));

    @TempDir
    Path directory;

    @Test
    void equalSeedsGiveEqualBytes() throws IOException {
        generateAll(directory.resolve("one"), 300, 42);
        generateAll(directory.resolve("two"), 300, 42);
        generateAll(directory.resolve("three"), 300, 43);

        for (String name : HEADERS.keySet()) {
            Path file = directory.resolve("one").resolve(name);
            assertThat(file).hasSameBinaryContentAs(directory.resolve("two").resolve(name));
            assertThat(Files.mismatch(file, directory.resolve("three").resolve(name)))
                    .isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 11, 100})
    void cleanCatalogueOfAnySizeHasNoRejects(int products) throws IOException {
        assertNoRejects(products);
    }

    @Test
    @FullTier("writes 300,000 rows")
    void cleanLargerCatalogueHasNoRejects() throws IOException {
        assertNoRejects(4_321);
    }

    private void assertNoRejects(int products) throws IOException {
        GeneratedCatalogue catalogue = generateAll(directory, products, 1);

        assertThat(catalogue.file("product.csv").rows()).isEqualTo(products);
        assertThat(CatalogueReader.read(directory)).allSatisfy((name, file) -> {
            assertThat(file.expected()).isEqualTo(new Expected(0, 0));
            assertThat(file.dirt()).isEmpty();
            assertThat(file.rows()).isEqualTo(catalogue.file(name).rows());
        });
    }

    @Test
    @FullTier("writes seven million rows")
    void numberOfRowsIsAsPublished() throws IOException {
        int products = 100_000;
        GeneratedCatalogue catalogue = generateAll(directory, products, 1);

        Map<String, Long> published = Map.ofEntries(
                entry("product.csv", 1_000_011L),
                entry("features.csv", 2_219_279L),
                entry("styles.csv", 1_958_102L),
                entry("photos.csv", 5_655_656L),
                entry("skus.csv", 11_323_917L),
                entry("related.csv", 4_508_263L),
                entry("reviews.csv", 5_774_952L),
                entry("reviews_photos.csv", 2_742_540L),
                entry("characteristics.csv", 3_347_679L),
                entry("characteristic_reviews.csv", 19_327_575L),
                entry("questions.csv", 3_518_963L),
                entry("answers.csv", 6_879_306L),
                entry("answers_photos.csv", 2_063_759L));
        for (Map.Entry<String, Long> file : published.entrySet()) {
            try (Stream<String> lines = Files.lines(directory.resolve(file.getKey()))) {
                long rows = lines.count() - 1;
                assertThat(rows)
                        .as(file.getKey())
                        .isCloseTo(file.getValue() * products / 1_000_011, Percentage.withPercentage(1));
                assertThat(rows).isEqualTo(catalogue.file(file.getKey()).rows());
            }
        }
        assertThat(CatalogueGenerator.expectedRows(Sample.of(products, 1)))
                .isCloseTo(catalogue.rows(), Percentage.withPercentage(1));
    }

    @Test
    void largestRowCountsPerProductAndStyleAreAsPublished() throws IOException {
        generate(directory, PRODUCTS, 1);

        assertThat(most("features.csv", 1)).isEqualTo(4);
        assertThat(most("styles.csv", 1)).isEqualTo(9);
        assertThat(most("photos.csv", 1)).isEqualTo(11);
        assertThat(most("skus.csv", 1)).isEqualTo(11);
        assertThat(most("related.csv", 1)).isEqualTo(9);
        assertThat(distinct("styles.csv", 1) / (double) PRODUCTS).isCloseTo(0.8, within(0.01));
        assertThat(distinct("photos.csv", 1)).isLessThan(rows("styles.csv").size());
        assertThat(distinct("skus.csv", 1)).isLessThan(rows("styles.csv").size());
    }

    @Test
    void rowsOfEachFileAreNumberedFromOne() throws IOException {
        generateAll(directory, 200, 1);

        for (String name : HEADERS.keySet()) {
            List<CsvLine> rows = rows(name);
            for (int index = 0; index < rows.size(); index++) {
                assertThat(rows.get(index).number(0)).isEqualTo(index + 1);
            }
        }
    }

    @Test
    void filesStartWithThePublishedHeaderAndEndWithoutNewline() throws IOException {
        generateAll(directory, 20, 1);

        for (Map.Entry<String, String> header : HEADERS.entrySet()) {
            Path file = directory.resolve(header.getKey());
            assertThat(Files.readAllLines(file)).first().isEqualTo(header.getValue());
            try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
                content.seek(content.length() - 1);
                assertThat((char) content.read()).isNotEqualTo('\n');
            }
        }
    }

    @Test
    void numberOfDistinctValuesIsAsPublished() throws IOException {
        generate(directory, PRODUCTS, 1);

        assertThat(distinct("product.csv", 4)).isEqualTo(28);
        assertThat(rows("features.csv").stream()
                        .map(row -> row.text(2) + "=" + row.text(3))
                        .distinct())
                .hasSize(46)
                .anyMatch(pair -> pair.endsWith("=null"));
        assertThat(rows("skus.csv").stream().map(row -> row.text(2)).distinct())
                .containsExactlyInAnyOrder(
                        "XS",
                        "S",
                        "M",
                        "L",
                        "XL",
                        "XXL",
                        "One Size",
                        "7",
                        "7.5",
                        "8",
                        "8.5",
                        "9",
                        "9.5",
                        "10",
                        "10.5",
                        "11",
                        "11.5",
                        "12");
    }

    @Test
    void textsAreQuotedAndHaveThePublishedLengths() throws IOException {
        generate(directory, PRODUCTS, 1);

        List<CsvLine> products = rows("product.csv");
        assertThat(products).allSatisfy(row -> {
            assertThat(row.text(1)).hasSizeBetween(1, 30);
            assertThat(row.text(2)).hasSizeBetween(1, 120);
            assertThat(row.text(3)).hasSizeBetween(1, 500);
        });
        assertThat(products).anyMatch(row -> row.text(1).contains("\""));
        assertThat(products).anyMatch(row -> row.text(1).contains("'"));
        assertThat(products).anyMatch(row -> row.text(2).contains(","));
        assertThat(rows("photos.csv").subList(0, 1_000)).allSatisfy(row -> {
            assertThat(row.text(2)).hasSizeBetween(85, 150).startsWith("http://localhost:8080/pictures/");
            assertThat(row.text(3)).hasSizeBetween(85, 150).startsWith("http://localhost:8080/pictures/");
        });
        assertThat(Files.readString(directory.resolve("product.csv"), StandardCharsets.UTF_8))
                .contains("\n1,\"")
                .contains("\"\"");
    }

    @Test
    void someStylesAreOnSale() throws IOException {
        generate(directory, PRODUCTS, 1);

        List<CsvLine> styles = rows("styles.csv");
        List<CsvLine> onSale =
                styles.stream().filter(row -> !row.text(3).equals(CsvLine.NULL)).toList();
        assertThat(onSale.size() / (double) styles.size()).isBetween(1 / 6.0, 1 / 5.0);
        assertThat(onSale).allSatisfy(row -> assertThat(row.number(3)).isBetween(1L, row.number(4) - 1));
    }

    @Test
    void productHasAtMostOneDefaultStyle() throws IOException {
        generate(directory, PRODUCTS, 1);

        List<CsvLine> styles = rows("styles.csv");
        Set<Long> productsWithDefault = new HashSet<>();
        Set<Long> productsSeen = new HashSet<>();
        long first = 0;
        for (CsvLine row : styles) {
            boolean firstOfProduct = productsSeen.add(row.number(1));
            if (row.number(5) == 1) {
                assertThat(productsWithDefault.add(row.number(1))).isTrue();
                first += firstOfProduct ? 1 : 0;
            }
        }

        assertThat(productsWithDefault.size()).isLessThan(productsSeen.size());
        assertThat(first).isBetween(productsSeen.size() * 6L / 10, productsWithDefault.size() - 1L);
    }

    @Test
    void relatedProductsPreferLowIdsLogarithmically() throws IOException {
        generate(directory, PRODUCTS, 1);

        long[] named = new long[PRODUCTS + 1];
        List<CsvLine> related = rows("related.csv");
        related.forEach(row -> named[(int) row.number(2)]++);

        assertThat(average(named, 50, 150)).isCloseTo(4.4 * Math.log(PRODUCTS / 100.0), within(2.5));
        assertThat(average(named, 1_000, 3_000)).isCloseTo(4.4 * Math.log(PRODUCTS / 2_000.0), within(1.0));
        assertThat(average(named, 18_000, PRODUCTS)).isLessThan(1);
        assertThat(related).anyMatch(row -> row.number(1) == row.number(2));
        assertThat(related.stream()
                        .map(row -> row.text(1) + "," + row.text(2))
                        .distinct()
                        .count())
                .isLessThan(related.size());
    }

    @Test
    void catalogueIsTheSameWithAndWithoutShoppers() throws IOException {
        generate(directory.resolve("catalogue"), 300, 42);
        generateAll(directory.resolve("all"), 300, 42);

        assertThat(directory.resolve("catalogue/reviews.csv")).doesNotExist();
        for (FileFormat file : CatalogueFiles.ALL) {
            assertThat(directory.resolve("catalogue").resolve(file.name()))
                    .hasSameBinaryContentAs(directory.resolve("all").resolve(file.name()));
        }
    }

    @Test
    void firstIdNumbersTheProductsAndThoseThatTheyName() throws IOException {
        Sample sample = Sample.of(400, 1).from(14_931);
        CatalogueGenerator.generate(directory, sample, false, rows -> {});

        List<CsvLine> products = rows("product.csv");
        assertThat(products.get(0).number(0)).isEqualTo(14_931);
        assertThat(products.get(399).number(0)).isEqualTo(15_330);
        assertThat(rows("related.csv")).allSatisfy(row -> {
            assertThat(row.number(1)).isBetween(14_931L, 15_330L);
            assertThat(row.number(2)).isBetween(14_931L, 15_330L);
        });
        for (String name :
                List.of("styles.csv", "features.csv", "reviews.csv", "characteristics.csv", "questions.csv")) {
            assertThat(rows(name)).allSatisfy(row -> assertThat(row.number(1)).isBetween(14_931L, 15_330L));
            assertThat(rows(name).get(0).number(0)).isEqualTo(1);
        }
        assertThat(CatalogueReader.read(directory))
                .allSatisfy((name, file) -> assertThat(file.expected()).isEqualTo(new Expected(0, 0)));
    }

    /** The first product of any catalogue, and those whose ids are in the code of published frontends. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "40344, 40344", "61590, 61590", "40300, 40344", "17000, 17067", "14900, 14931"})
    void productThatFrontendsOpenFirstHasAllThatAPageCanShow(int firstId, int product) throws IOException {
        for (int seed = 1; seed <= 10; seed++) {
            CatalogueGenerator.generate(directory, Sample.of(100, seed).from(firstId), true, rows -> {});

            List<CsvLine> styles = of("styles.csv", product);
            assertThat(styles).hasSizeGreaterThanOrEqualTo(3);
            assertThat(styles.get(0).text(5)).isEqualTo("1");
            assertThat(styles.get(1).text(3)).isNotEqualTo("null");
            for (CsvLine style : styles) {
                assertThat(of("photos.csv", style.number(0))).hasSizeGreaterThanOrEqualTo(3);
                assertThat(of("skus.csv", style.number(0))).isNotEmpty();
            }
            assertThat(of("features.csv", product)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(of("related.csv", product)).hasSizeGreaterThanOrEqualTo(4);
            assertThat(of("reviews.csv", product)).hasSizeGreaterThanOrEqualTo(40);
            assertThat(of("questions.csv", product)).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    /** Some frontends show nothing at all if a related product has no style or no review. */
    @Test
    void firstTenProductsHaveStylesAndReviewsForCards() throws IOException {
        CatalogueGenerator.generate(directory, Sample.of(100, 1).from(40_344), true, rows -> {});

        for (int product = 40_344; product < 40_354; product++) {
            assertThat(of("styles.csv", product)).hasSizeGreaterThanOrEqualTo(3);
            assertThat(of("reviews.csv", product)).hasSizeGreaterThanOrEqualTo(3);
        }
        assertThat(of("related.csv", 40_344))
                .filteredOn(row -> row.number(2) < 40_354)
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void replacingTheFilesOfAnEarlierRunLeavesNoneOfThem() {
        generateAll(directory, 10, 1);

        CatalogueGenerator.generate(directory, Sample.of(10, 2).catalogueOnly(), true, rows -> {});

        assertThat(directory.resolve("product.csv")).exists();
        assertThat(directory.resolve("reviews.csv")).doesNotExist();
    }

    @Test
    void progressIsReported() {
        List<Long> reports = new ArrayList<>();

        GeneratedCatalogue catalogue = CatalogueGenerator.generate(directory, Sample.of(2_000, 1), false, reports::add);

        assertThat(reports).isSorted().hasSizeGreaterThan(3).last().isEqualTo(catalogue.rows());
    }

    @Test
    void existingFilesAreReplacedOnlyWithForce() throws IOException {
        Path file = Files.writeString(directory.resolve("skus.csv"), "mine");

        assertThatThrownBy(() -> generate(directory, 10, 1))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("already holds skus.csv")
                .hasMessageContaining("--force");
        assertThat(file).hasContent("mine");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");

        CatalogueGenerator.generate(directory, Sample.of(10, 1), true, rows -> {});
        assertThat(Files.readAllLines(file)).first().isEqualTo(HEADERS.get("skus.csv"));
    }

    @Test
    void failureLeavesNoFiles() {
        assertThatThrownBy(() -> CatalogueGenerator.generate(directory, Sample.of(1_000, 1), false, rows -> {
                    throw new IllegalStateException("interrupted");
                }))
                .hasMessage("interrupted");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void writeErrorNamesItsReason() throws IOException {
        Path file = Files.writeString(directory.resolve("taken"), "");

        assertThatThrownBy(() -> generate(file, 10, 1))
                .isInstanceOf(OperatorException.class)
                .hasMessage("Cannot write the catalogue to " + file + ": " + file + " is a file, not a directory");
    }

    private static GeneratedCatalogue generate(Path directory, int products, long seed) {
        return CatalogueGenerator.generate(directory, Sample.of(products, seed).catalogueOnly(), false, rows -> {});
    }

    private static GeneratedCatalogue generateAll(Path directory, int products, long seed) {
        return CatalogueGenerator.generate(directory, Sample.of(products, seed), false, rows -> {});
    }

    private List<CsvLine> rows(String name) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve(name))) {
            return lines.skip(1).map(CsvLine::parse).toList();
        }
    }

    private List<CsvLine> of(String name, long parent) throws IOException {
        return rows(name).stream().filter(row -> row.number(1) == parent).toList();
    }

    private long most(String name, int column) throws IOException {
        return rows(name).stream()
                .collect(Collectors.groupingBy(row -> row.number(column), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }

    private long distinct(String name, int column) throws IOException {
        return rows(name).stream().map(row -> row.text(column)).distinct().count();
    }

    private static double average(long[] counts, int from, int to) {
        long sum = 0;
        for (int index = from; index < to; index++) {
            sum += counts[index];
        }
        return sum / (double) (to - from);
    }
}
