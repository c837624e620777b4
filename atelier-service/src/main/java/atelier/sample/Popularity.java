package atelier.sample;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * How many reviews and questions a product has. One product in a hundred thousand is very popular. So that the total
 * stays as published, the forty thousand products before it have fewer reviews.
 */
final class Popularity {
    private static final int CYCLE = 100_000;
    private static final int QUIET_FROM = 60_000;
    private static final int REVIEWS_OF_VERY_POPULAR = 20_000;
    private static final int QUESTIONS_OF_VERY_POPULAR = 1_000;

    private static final int WELL_KNOWN_EVERY = 200;
    private static final int LEAST_REVIEWS_OF_WELL_KNOWN = 40;
    private static final int LEAST_REVIEWS_OF_COMPLETE = 3;

    /** Products that published frontends open first, so they must not look empty. */
    private static final Set<Integer> OPENED_FIRST =
            Set.of(14_931, 16_060, 17_067, 17_069, 37_311, 37_313, 37_323, 37_971, 40_344, 48_432, 61_579);

    private static final Distribution REVIEWS =
            new Distribution(440, 600, 800, 1_050, 1_150, 1_150, 1_100, 1_050, 900, 600, 510, 300, 200, 100, 50);
    private static final Distribution REVIEWS_WHEN_QUIET =
            new Distribution(500, 900, 1_100, 1_050, 1_150, 1_150, 1_100, 950, 800, 400, 250, 300, 200, 100, 50);
    private static final Distribution QUESTIONS =
            new Distribution(850, 1_200, 1_490, 1_800, 1_710, 1_150, 750, 480, 270, 150, 100, 50);
    private static final Distribution ANSWERS = new Distribution(2_175, 2_175, 2_200, 1_750, 1_050, 430, 165, 55);

    private Popularity() {}

    static boolean isVeryPopular(int product) {
        return product % CYCLE == 0;
    }

    static boolean isOpenedFirst(int product) {
        return OPENED_FIRST.contains(product);
    }

    private static boolean isWellKnown(Product product) {
        return product.id() % WELL_KNOWN_EVERY == 1 || product.openedFirst();
    }

    static int reviews(Product product, SplittableRandom random) {
        if (isVeryPopular(product.id())) {
            return REVIEWS_OF_VERY_POPULAR;
        }
        if (isWellKnown(product)) {
            return LEAST_REVIEWS_OF_WELL_KNOWN + random.nextInt(LEAST_REVIEWS_OF_WELL_KNOWN + 1);
        }
        int reviews = (product.id() % CYCLE < QUIET_FROM ? REVIEWS : REVIEWS_WHEN_QUIET).draw(random);
        return Math.max(reviews, product.complete() ? LEAST_REVIEWS_OF_COMPLETE : 0);
    }

    static int questions(Product product, SplittableRandom random) {
        if (isVeryPopular(product.id())) {
            return QUESTIONS_OF_VERY_POPULAR;
        }
        return isWellKnown(product) ? 4 + random.nextInt(6) : QUESTIONS.draw(random);
    }

    /** Returns the number of answers of a question; the first question of a very popular product has a thousand. */
    static int answers(int product, int question, SplittableRandom random) {
        return isVeryPopular(product) && question == 0 ? QUESTIONS_OF_VERY_POPULAR : ANSWERS.draw(random);
    }
}
