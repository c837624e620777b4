package atelier.sample;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Writes what shoppers have written about a product. */
final class ShopperRows {
    private final ReviewRows reviews;
    private final QuestionRows questions;

    ShopperRows(Function<FileFormat, Table> tables, PictureUrls pictures) {
        CharacteristicRows characteristics =
                new CharacteristicRows(tables.apply(ShopperFiles.CHARACTERISTICS), tables.apply(ShopperFiles.RATINGS));
        reviews = new ReviewRows(
                tables.apply(ShopperFiles.REVIEWS),
                tables.apply(ShopperFiles.REVIEW_PHOTOS),
                characteristics,
                pictures);
        questions = new QuestionRows(
                tables.apply(ShopperFiles.QUESTIONS),
                tables.apply(ShopperFiles.ANSWERS),
                tables.apply(ShopperFiles.ANSWER_PHOTOS),
                pictures);
    }

    void write(SplittableRandom random, Product product) throws IOException {
        reviews.write(random, product);
        questions.write(random, product);
    }
}
