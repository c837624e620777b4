package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.picture.Drawings;
import atelier.sample.Department.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What shoppers have written about 4,000 products, the last of which is very popular. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopperFilesTest {
    private static final int FIRST = 96_001;
    private static final int VERY_POPULAR = 100_000;

    private static final int PRODUCT = 1;
    private static final int RATING = 2;
    private static final int DATE = 3;
    private static final int SUMMARY = 4;
    private static final int BODY = 5;
    private static final int RECOMMEND = 6;
    private static final int REPORTED = 7;
    private static final int EMAIL = 9;
    private static final int RESPONSE = 10;

    private final Map<String, List<CsvLine>> files = new HashMap<>();

    @BeforeAll
    void generate(@TempDir Path directory) throws IOException {
        CatalogueGenerator.generate(directory, Sample.of(4_000, 1).from(FIRST), false, rows -> {});
        for (FileFormat file : CatalogueGenerator.formats(Sample.of(1, 1))) {
            try (Stream<String> lines = Files.lines(directory.resolve(file.name()))) {
                files.put(file.name(), lines.skip(1).map(CsvLine::parse).toList());
            }
        }
    }

    @Test
    void fewProductsAreVeryPopular() {
        Map<Long, Long> reviews = rows("reviews.csv").stream()
                .collect(Collectors.groupingBy(row -> row.number(PRODUCT), Collectors.counting()));

        assertThat(reviews.get((long) VERY_POPULAR)).isEqualTo(20_000);
        assertThat(reviews.entrySet())
                .filteredOn(product -> product.getKey() != VERY_POPULAR)
                .allSatisfy(product -> assertThat(product.getValue()).isLessThanOrEqualTo(80));
        assertThat(reviews.values()).filteredOn(count -> count >= 40).hasSizeBetween(20, 22);
        assertThat(reviews).hasSizeBetween(3_500, 3_950);
    }

    @Test
    void productsThatFrontendsOpenFirstHaveManyReviews(@TempDir Path directory) throws IOException {
        for (int product : List.of(1, 14_931, 16_060, 17_069, 40_344, 48_432)) {
            GeneratedCatalogue catalogue =
                    CatalogueGenerator.generate(directory, Sample.of(1, 1).from(product), true, rows -> {});

            assertThat(catalogue.file("reviews.csv").rows()).isBetween(40L, 80L);
            assertThat(catalogue.file("questions.csv").rows()).isBetween(4L, 9L);
        }
    }

    @Test
    void ratingsSpreadLikeThoseOfARealShop() {
        List<CsvLine> reviews = rows("reviews.csv").stream()
                .filter(row -> row.number(PRODUCT) != VERY_POPULAR)
                .toList();

        assertThat(share(reviews, row -> row.number(RATING) == 5)).isBetween(0.4, 0.55);
        assertThat(share(reviews, row -> row.number(RATING) == 4)).isBetween(0.2, 0.3);
        assertThat(share(reviews, row -> row.number(RATING) == 3)).isBetween(0.08, 0.18);
        assertThat(share(reviews, row -> row.number(RATING) == 2)).isBetween(0.04, 0.12);
        assertThat(share(reviews, row -> row.number(RATING) == 1)).isBetween(0.04, 0.12);
        assertThat(share(stars(5), row -> row.text(RECOMMEND).equals("true"))).isGreaterThan(0.95);
        assertThat(share(stars(1), row -> row.text(RECOMMEND).equals("true"))).isLessThan(0.08);
    }

    @Test
    void fiveInAHundredRowsAreReported() {
        assertThat(share(rows("reviews.csv"), row -> row.text(REPORTED).equals("true")))
                .isCloseTo(0.05, within(0.01));
        assertThat(share(rows("questions.csv"), row -> row.number(6) == 1)).isCloseTo(0.05, within(0.01));
        assertThat(share(rows("answers.csv"), row -> row.number(6) == 1)).isCloseTo(0.05, within(0.01));
    }

    @Test
    void bodiesHaveThePublishedLengths() {
        List<Integer> lengths =
                rows("reviews.csv").stream().map(row -> row.text(BODY).length()).toList();

        assertThat(lengths).allMatch(length -> length >= 30 && length <= 1_000).anyMatch(length -> length > 700);
        assertThat(average("reviews.csv", BODY)).isCloseTo(200, within(30.0));
        assertThat(average("questions.csv", 2)).isCloseTo(60, within(10.0));
        assertThat(average("answers.csv", 2)).isCloseTo(70, within(10.0));
        assertThat(rows("reviews.csv"))
                .allSatisfy(row -> assertThat(row.text(SUMMARY)).hasSizeBetween(1, 60));
    }

    @Test
    void textsHaveNoHolesAndNoDoubledSpaces() {
        for (FileFormat file : ShopperFiles.ALL) {
            Set<String> texts = rows(file.name()).stream()
                    .flatMap(row -> row.fields().stream())
                    .collect(Collectors.toSet());
            assertThat(texts)
                    .allSatisfy(text ->
                            assertThat(text).doesNotContain("{", "}", "  ").isEqualTo(text.strip()));
        }
    }

    @Test
    void everyPictureCanBeDrawn() {
        Set<String> things = new Drawings().things();
        Pattern url = Pattern.compile(
                "http://localhost:8080/pictures/([a-z]+)-in-[a-z-]+\\.svg\\?auto=format.*&w=(300|1200)");
        for (String file : List.of("photos.csv", "reviews_photos.csv", "answers_photos.csv")) {
            assertThat(rows(file)).allSatisfy(row -> {
                Matcher found = url.matcher(row.text(2));
                assertThat(found.matches()).as(row.text(2)).isTrue();
                assertThat(things).contains(found.group(1));
            });
        }
        assertThat(Department.CATEGORIES.stream()
                        .map(category -> category.word().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(things);
    }

    @Test
    void everySentenceSuitsEveryCategory() {
        for (Category category : Department.CATEGORIES) {
            String noun = category.word().toLowerCase(Locale.ROOT);
            long of = rows("product.csv").stream()
                    .filter(row -> row.text(1).contains(category.word()))
                    .count();
            assertThat(of).as(noun).isPositive();
        }
        Map<Long, String> names =
                rows("product.csv").stream().collect(Collectors.toMap(row -> row.number(0), row -> row.text(1)));
        assertThat(rows("reviews.csv").stream().limit(5_000)).allSatisfy(row -> {
            String name = names.getOrDefault(row.number(PRODUCT), "");
            for (Category category : Department.CATEGORIES) {
                String others = ".*\\b(this|these|the) " + category.word().toLowerCase(Locale.ROOT) + "\\b.*";
                if (!name.contains(category.word())) {
                    assertThat(row.text(BODY)).doesNotMatch(others);
                }
            }
        });
    }

    @Test
    void summaryMatchesTheStars() {
        Set<String> best = stars(5).stream().map(row -> row.text(SUMMARY)).collect(Collectors.toSet());
        Set<String> worst = stars(1).stream().map(row -> row.text(SUMMARY)).collect(Collectors.toSet());

        assertThat(best).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(worst);
        assertThat(worst).hasSizeGreaterThan(10);
    }

    @Test
    void someReviewsHaveAResponse() {
        List<CsvLine> reviews = rows("reviews.csv");

        assertThat(share(reviews, row -> !row.text(RESPONSE).equals(CsvLine.NULL)))
                .isBetween(0.04, 0.15);
        assertThat(reviews)
                .anyMatch(row -> row.text(RESPONSE).isEmpty())
                .anyMatch(row -> row.text(RESPONSE).contains("\""));
        assertThat(share(rows("answers.csv"), row -> row.text(4).equals("Seller")))
                .isBetween(0.1, 0.4);
    }

    @Test
    void emailsAreAtDomainsThatNobodyOwns() {
        assertThat(rows("reviews.csv")).allMatch(row -> row.text(EMAIL).matches("[a-z0-9]+@example\\.(com|org|net)"));
        assertThat(rows("questions.csv")).allMatch(row -> row.text(5).matches("[a-z0-9]+@example\\.(com|org|net)"));
        assertThat(rows("answers.csv")).allMatch(row -> row.text(5).matches("[a-z0-9]+@example\\.(com|org|net)"));
    }

    @Test
    void datesAreMillisecondsOfSeveralYears() {
        assertThat(rows("reviews.csv")).allMatch(row -> row.text(DATE).matches("1\\d{12}"));
        assertThat(rows("reviews.csv").stream().map(row -> row.number(DATE) / 31_557_600_000L))
                .contains(50L, 51L, 52L, 53L, 54L, 55L);
        Map<Long, Long> asked =
                rows("questions.csv").stream().collect(Collectors.toMap(row -> row.number(0), row -> row.number(DATE)));
        assertThat(rows("answers.csv"))
                .allMatch(row -> row.number(DATE) >= asked.getOrDefault(row.number(1), Long.MAX_VALUE));
    }

    @Test
    void everyReviewRatesTheCharacteristicsOfItsProduct() {
        Map<Long, Long> products = numbers("reviews.csv");
        Map<Long, Long> rated = numbers("characteristics.csv");

        assertThat(rows("characteristic_reviews.csv")).allSatisfy(row -> {
            assertThat(rated.get(row.number(1))).isEqualTo(products.get(row.number(2)));
            assertThat(row.number(3)).isBetween(1L, 5L);
        });
        assertThat(rows("characteristics.csv").stream().map(row -> row.text(2)).distinct())
                .containsExactlyInAnyOrder("Fit", "Length", "Size", "Width", "Comfort", "Quality");
        assertThat(rated.values().stream().distinct().count()).isLessThan(4_000);
    }

    private Map<Long, Long> numbers(String name) {
        return rows(name).stream().collect(Collectors.toMap(row -> row.number(0), row -> row.number(1)));
    }

    private List<CsvLine> stars(int stars) {
        return rows("reviews.csv").stream()
                .filter(row -> row.number(RATING) == stars)
                .toList();
    }

    private static double share(List<CsvLine> rows, Predicate<CsvLine> wanted) {
        return rows.stream().filter(wanted).count() / (double) rows.size();
    }

    private double average(String name, int column) {
        return rows(name).stream()
                .mapToInt(row -> row.text(column).length())
                .average()
                .orElseThrow();
    }

    private List<CsvLine> rows(String name) {
        return files.getOrDefault(name, List.of());
    }
}
