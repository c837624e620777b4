package atelier.review.load;

import atelier.load.Column;
import atelier.load.CopyRows;
import atelier.load.CsvTable;
import atelier.load.Dataset;
import atelier.load.LoadedIds;
import atelier.load.NumbersById;
import atelier.load.RowValues;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Adds up the ratings of each product and each characteristic while their rows are loaded. */
final class SumsLoad implements Dataset.Precomputation {
    private static final String NEXT = Reviews.DATASET.nextSchema() + ".";

    private static final Column PRODUCT = Reviews.REVIEW.column("product_id");
    private static final Column STARS = Reviews.REVIEW.column("rating");
    private static final Column RECOMMENDED = Reviews.REVIEW.column("recommend");
    private static final Column CHARACTERISTIC = Reviews.CHARACTERISTIC_RATING.column("characteristic_id");
    private static final Column VALUE = Reviews.CHARACTERISTIC_RATING.column("value");

    /** The places of a characteristic's numbers. */
    private static final int RATINGS = 0;

    private static final int TOTAL = 1;

    private final LoadedIds characteristics;
    /** By product: the reviews with 1 to 5 stars, then the recommendations. */
    private final NumbersById ratingCounts = new NumbersById(Reviews.MOST_STARS + 1);

    private final NumbersById characteristicSums = new NumbersById(2);

    /** @param characteristics the loaded characteristics, with their products */
    SumsLoad(LoadedIds characteristics) {
        this.characteristics = characteristics;
    }

    @Override
    public void add(CsvTable table, RowValues row, CopyRows copy) {
        if (table == Reviews.REVIEW) {
            int product = (int) row.number(PRODUCT);
            ratingCounts.add(product, (int) row.number(STARS) - 1, 1);
            ratingCounts.add(product, Reviews.MOST_STARS, (int) row.number(RECOMMENDED));
        } else if (table == Reviews.CHARACTERISTIC_RATING) {
            int characteristic = (int) row.number(CHARACTERISTIC);
            characteristicSums.add(characteristic, RATINGS, 1);
            characteristicSums.add(characteristic, TOTAL, (int) row.number(VALUE));
        }
    }

    @Override
    public void copy(Connection connection) throws IOException, SQLException {
        CopyRows.send(
                connection,
                NEXT + "rating_count",
                List.of("product_id", "stars_1", "stars_2", "stars_3", "stars_4", "stars_5", "recommended"),
                this::addRatingCounts);
        CopyRows.send(
                connection,
                NEXT + "characteristic_sum",
                List.of("product_id", "characteristic_id", "ratings", "total"),
                this::addCharacteristicSums);
    }

    private void addRatingCounts(CopyRows rows) throws IOException, SQLException {
        for (int product : ratingCounts.ids()) {
            rows.begin().number(product);
            for (int place = 0; place <= Reviews.MOST_STARS; place++) {
                rows.number(ratingCounts.get(product, place));
            }
            rows.end();
        }
    }

    private void addCharacteristicSums(CopyRows rows) throws IOException, SQLException {
        for (int characteristic : characteristicSums.ids()) {
            rows.begin()
                    .number(characteristics.owner(characteristic))
                    .number(characteristic)
                    .number(characteristicSums.get(characteristic, RATINGS))
                    .bigNumber(characteristicSums.get(characteristic, TOTAL))
                    .end();
        }
    }
}
