package atelier.review.load;

import atelier.load.CsvTable;
import atelier.load.Dataset;
import atelier.load.LoadedIds;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The reviews as a dataset: four tables, and the sums of ratings that are precomputed from them. */
public final class Reviews implements Dataset {
    public static final Dataset DATASET = new Reviews();

    /** Leaves ids for the reviews of clients. */
    private static final int LARGEST_ID = 2_000_000_000;

    private static final int FEWEST_STARS = 1;
    static final int MOST_STARS = 5;

    private static final CsvTable PRODUCT = CsvTable.served("catalogue", "product");

    public static final CsvTable REVIEW = CsvTable.of("reviews.csv", "review")
            .id("id", LARGEST_ID)
            .owner("product_id", PRODUCT)
            .small("rating", FEWEST_STARS, MOST_STARS)
            .day("date")
            .textOrEmpty("summary")
            .textOrEmpty("body")
            .flag("recommend")
            .flag("reported")
            .textOrEmpty("reviewer_name")
            .textOrNull("reviewer_email")
            .textOrNull("response")
            .whole("helpfulness", 0)
            .owned("photos", "photo");

    public static final CsvTable PHOTO = CsvTable.of("reviews_photos.csv", "photo")
            .id("id", LARGEST_ID)
            .owner("review_id", REVIEW)
            .text("url");

    public static final CsvTable CHARACTERISTIC = CsvTable.of("characteristics.csv", "characteristic")
            .id("id")
            .owner("product_id", PRODUCT)
            .text("name");

    public static final CsvTable CHARACTERISTIC_RATING = CsvTable.of(
                    "characteristic_reviews.csv", "characteristic_rating")
            .id("id", LARGEST_ID)
            .reference("characteristic_id", CHARACTERISTIC)
            .reference("review_id", REVIEW)
            .small("value", FEWEST_STARS, MOST_STARS)
            .sameOwner("characteristic_id", "review_id");

    private Reviews() {}

    @Override
    public String schema() {
        return "reviews";
    }

    @Override
    public List<CsvTable> tables() {
        return List.of(REVIEW, PHOTO, CHARACTERISTIC, CHARACTERISTIC_RATING);
    }

    @Override
    public List<String> precomputedTables() {
        return List.of("rating_count", "characteristic_sum");
    }

    @Override
    public List<String> switchLocks() {
        return List.of("rating_count", "review");
    }

    @Override
    public String channel() {
        return "reviews";
    }

    @Override
    public String insertEdition() {
        return "INSERT INTO edition (imported_at, reviews, last_review) SELECT ?, (SELECT count(*) FROM review), 0";
    }

    @Override
    public List<IdSequence> sequences() {
        return List.of(
                new IdSequence(REVIEW, "shop.review_id", "last_review"),
                new IdSequence(PHOTO, "shop.review_photo_id", null),
                new IdSequence(CHARACTERISTIC_RATING, "shop.characteristic_rating_id", null));
    }

    @Override
    public List<Written> written() {
        return List.of(
                new Written("reviews", "review", "id > (SELECT last_review FROM {schema}.edition)", "1"),
                new Written("votes", "review", "votes > 0", "votes"));
    }

    @Override
    public Precomputation precompute(Map<CsvTable, LoadedIds> ids) {
        return new SumsLoad(Objects.requireNonNull(ids.get(CHARACTERISTIC)));
    }
}
