package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.util.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Simulates a cache that admits every value beside one with {@link Admission}, a sixteenth of the size of a real one. {@code -Dscale=1}
 * computes the table of {@code docs/decisions/second-request-cached.md}.
 */
class HitRatioTest {
    private static final int SCALE = Integer.getInteger("scale", 16);
    private static final int REQUESTS = 3_000_000 / SCALE;
    private static final int LEFT_OUT = REQUESTS / 3;
    private static final int VALUES = 13_700 / SCALE;
    private static final int MILLION = 1_000_000 / SCALE;
    private static final int FEWER = 300_000 / SCALE;
    private static final int BYTES_PER_PLACE = 2_048;

    /** The places of the table of remembered keys; 0 for a cache that admits every value, 32,768 is the default. */
    private static final List<Integer> PLACES = List.of(0, 65_536 / SCALE, 32_768 / SCALE, 16_384 / SCALE);

    /**
     * A pattern of requests.
     *
     * @param exponent of Zipf's law; 0 if all products are requested equally often
     * @param shifts how often other products become popular
     */
    private record Pattern(String name, int products, double exponent, int shifts) {}

    private static final List<Pattern> PATTERNS = List.of(
            new Pattern("300,000 products equally often", FEWER, 0, 0),
            new Pattern("a million products equally often", MILLION, 0, 0),
            new Pattern("a million, by Zipf's law", MILLION, 1, 0),
            new Pattern("300,000, by Zipf's law", FEWER, 1, 0),
            new Pattern("a million, exponent 0.7", MILLION, 0.7, 0),
            new Pattern("a million, others become popular after each half million", MILLION, 1, 5));

    /** How many percent of the requests hit, and how many percent of the misses put a value into the cache. */
    private record Outcome(double hits, double puts) {}

    @Test
    void waitingForTheSecondRequestLosesFewHitsAndPutsFewValues() throws IOException {
        Map<Pattern, List<Outcome>> table = new LinkedHashMap<>();
        for (Pattern pattern : PATTERNS) {
            table.put(
                    pattern,
                    PLACES.stream().map(places -> simulate(pattern, places)).toList());
        }
        Files.write(
                Path.of("target/hit-ratios.md"),
                table.entrySet().stream().map(HitRatioTest::row).toList());

        table.forEach((pattern, outcomes) -> {
            assertThat(outcomes.get(0).puts).isEqualTo(100);
            assertThat(outcomes.get(2).puts).as(pattern.name).isLessThan(30);
            assertThat(outcomes.get(2).hits).as(pattern.name).isGreaterThan(outcomes.get(0).hits - 3);
        });
    }

    private static String row(Map.Entry<Pattern, List<Outcome>> pattern) {
        StringBuilder row =
                new StringBuilder("| ").append(pattern.getKey().name).append(" |");
        for (Outcome outcome : pattern.getValue()) {
            row.append(String.format(Locale.ROOT, " %.1f %% | %.0f |", outcome.hits, outcome.puts));
        }
        return row.toString();
    }

    private static Outcome simulate(Pattern pattern, int places) {
        Admission admission = new Admission(DataSize.bytes((long) places * BYTES_PER_PLACE));
        Cache<Integer, Boolean> cache = Caffeine.newBuilder()
                .maximumSize(VALUES)
                .evictionListener((key, value, cause) -> admission.fill())
                .executor(Runnable::run)
                .build();
        double[] shares = shares(pattern);
        Random random = new Random(1);
        int hits = 0;
        int puts = 0;
        for (int request = 0; request < REQUESTS; request++) {
            int rank = Arrays.binarySearch(shares, random.nextDouble() * shares[pattern.products - 1]);
            int shift = (int) ((long) request * (pattern.shifts + 1) / REQUESTS);
            int id = ((rank < 0 ? -rank - 1 : rank) + shift * (pattern.products / 10)) % pattern.products;
            int counted = request < LEFT_OUT ? 0 : 1;
            if (cache.getIfPresent(id) != null) {
                hits += counted;
            } else if (places == 0 || admission.admits(id)) {
                cache.put(id, true);
                puts += counted;
            }
        }
        int requests = REQUESTS - LEFT_OUT;
        return new Outcome(100.0 * hits / requests, 100.0 * puts / (requests - hits));
    }

    /** Returns for each product how often it and the more popular ones are requested. */
    private static double[] shares(Pattern pattern) {
        double[] shares = new double[pattern.products];
        double sum = 0;
        for (int product = 0; product < pattern.products; product++) {
            sum += Math.pow(product + 1.0, -pattern.exponent);
            shares[product] = sum;
        }
        return shares;
    }
}
