package atelier.review.write;

import atelier.write.shopper.ShopperForm;
import java.util.SortedMap;

/**
 * A review as a shopper wrote it.
 *
 * @param characteristics values by the ids of characteristics, which may be those of another product
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares reviews.
record NewReview(
        int product,
        int rating,
        boolean recommend,
        String summary,
        String body,
        String name,
        String email,
        String[] photos,
        SortedMap<Integer, Integer> characteristics) {
    static final int LOWEST = 1;
    static final int HIGHEST = 5;
    private static final int MOST_PHOTOS = 100;
    private static final int MOST_CHARACTERISTICS = 20;

    /** @throws atelier.write.shopper.RefusedException with 422 if it cannot be a review */
    static NewReview of(ShopperForm form) {
        NewReview review = new NewReview(
                form.id("product_id"),
                form.whole("rating", LOWEST, HIGHEST),
                form.flag("recommend"),
                form.text("summary"),
                form.text("body"),
                form.text("name"),
                form.text("email"),
                form.texts("photos", MOST_PHOTOS),
                form.roundedById("characteristics", MOST_CHARACTERISTICS, LOWEST, HIGHEST));
        form.requireNoFaults();
        return review;
    }
}
