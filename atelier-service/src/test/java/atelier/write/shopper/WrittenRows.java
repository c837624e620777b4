package atelier.write.shopper;

import atelier.testing.RunningService.Service;

/** Rows for the tests of writes. */
final class WrittenRows {
    private WrittenRows() {}

    /**
     * Replaces all reviews by others, with the ids from 1001.
     *
     * @param product an expression of their ids
     */
    static void addReviews(Service service, String product, int last) {
        service.execute("""
                DELETE FROM reviews.photo; DELETE FROM reviews.characteristic_rating; DELETE FROM reviews.review;
                INSERT INTO reviews.review
                    (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, reviewer_name)
                SELECT id, %s, 0, '2026-01-01', 3, true, false, '', '', '' FROM generate_series(1001, %s) AS id
                """.formatted(product, last));
    }
}
