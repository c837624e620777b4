package atelier.review;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningService.class)
class ReviewSummaryTest {
    /** Reported reviews are counted, and nobody has rated the quality. */
    @Test
    void theBodyIsThatOfTheOriginal(Service service) {
        assertThat(service.get("/reviews/meta?product_id=1").body())
                .isEqualTo("{\"product_id\":\"1\","
                        + "\"ratings\":{\"1\":\"1\",\"2\":\"1\",\"3\":\"1\",\"4\":\"1\",\"5\":\"2\"},"
                        + "\"recommended\":{\"false\":\"2\",\"true\":\"4\"},"
                        + "\"characteristics\":{\"Fit\":{\"id\":1,\"value\":\"3.6666666666666667\"},"
                        + "\"Length\":{\"id\":2,\"value\":\"1.00000000000000000000\"},"
                        + "\"Comfort\":{\"id\":3,\"value\":\"2.5000000000000000\"},"
                        + "\"Quality\":{\"id\":4,\"value\":null}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "2 | {\"product_id\":\"2\",\"ratings\":{\"3\":\"1\"},\"recommended\":{\"true\":\"1\"},\"characteristics\":{}}",
                "3 | {\"product_id\":\"3\",\"ratings\":{\"1\":\"1\"},\"recommended\":{\"false\":\"1\"},\"characteristics\":{}}",
                "5 | {\"product_id\":\"5\",\"ratings\":{},\"recommended\":{},\"characteristics\":{\"Size\":{\"id\":5,\"value\":null}}}",
                "8 | {\"product_id\":\"8\",\"ratings\":{},\"recommended\":{},\"characteristics\":{}}",
                "999 | {\"product_id\":\"999\",\"ratings\":{},\"recommended\":{},\"characteristics\":{}}"
            })
    void onlyWhatOccursIsCounted(int product, String body, Service service) {
        assertThat(service.get("/reviews/meta?product_id=" + product).body()).isEqualTo(body);
        assertThat(service.get("/api/fec2/x/reviews/meta/?undefined&product_id=" + product + "&product_id=7")
                        .body())
                .isEqualTo(body);
    }

    /** A JSON object has each name once: the first that somebody has rated, or the first if nobody has. */
    @Test
    void ofCharacteristicsWithTheSameNameOneIsShown(Service service) {
        service.execute("""
                INSERT INTO reviews.characteristic (id, product_id, name) VALUES
                    (8001, 10, 'Fit'), (8002, 10, 'Size'), (8003, 10, 'Fit'), (8004, 10, 'Fit'), (8005, 10, 'Size'), (8006, 10, 'fit');
                INSERT INTO reviews.characteristic_sum (product_id, characteristic_id, ratings, total) VALUES
                    (10, 8003, 2, 5), (10, 8004, 1, 1);
                """);
        try {
            assertThat(service.get("/reviews/meta?product_id=10").body())
                    .endsWith("\"characteristics\":{\"Size\":{\"id\":8002,\"value\":null},"
                            + "\"Fit\":{\"id\":8003,\"value\":\"2.5000000000000000\"},"
                            + "\"fit\":{\"id\":8006,\"value\":null}}}");
        } finally {
            service.execute("DELETE FROM reviews.characteristic_sum WHERE product_id = 10;"
                    + " DELETE FROM reviews.characteristic WHERE product_id = 10");
        }
    }

    /** Not only the value, also the number of digits, which depends on both numbers. */
    @Test
    void aMeanHasTheDigitsOfPostgresqlsAverage(Service service) {
        assertThat(service.query("""
                        SELECT string_agg(concat(total, '/', ratings), ' ')
                        FROM (
                            SELECT count(*)::integer AS ratings, sum(value)::bigint AS total, avg(value)::text AS average
                            FROM generate_series(1, 400) ratings,
                                LATERAL (SELECT (ratings * 7919 + place * 104729 + place * place * 31) % 5 + 1 AS value
                                    FROM generate_series(1, ratings) place) rating
                            GROUP BY ratings
                            UNION ALL
                            SELECT ratings, ones + 5 * (ratings - ones), (SELECT avg(value)::text
                                FROM (SELECT CASE WHEN place <= ones THEN 1 ELSE 5 END AS value FROM generate_series(1, ratings) place))
                            FROM generate_series(1, 40) ratings, generate_series(0, ratings) ones) means
                        WHERE (total::numeric / ratings)::text <> average
                        """)).isNull();
    }
}
