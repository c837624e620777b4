package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.Department.Feature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Writes products and their features. */
final class ProductRows {
    private static final Distribution FEATURES = new Distribution(1_000, 1_500, 3_000, 3_307, 1_193);
    /** Coprime to the number of features of each department, so that the features of a product differ. */
    private static final int STRIDE = 7;

    private static final int LEAST_WHEN_COMPLETE = 2;

    private static final Text NUMBER = Text.piece(" No. ");

    private final Table products;
    private final Table features;
    private final int firstId;

    ProductRows(Table products, Table features, int firstId) {
        this.products = products;
        this.features = features;
        this.firstId = firstId;
    }

    /** Writes the next product. */
    Product write(SplittableRandom random, Category category, long price) throws IOException {
        Dirt dirt = products.next(false, false);
        product(random, category, price, dirt);
        if (dirt == Dirt.REPEATED_KEY) {
            products.repeatKey();
            product(new SplittableRandom(price), category, price + 1, Dirt.NONE);
        }
        boolean rejected = dirt.rejectsRow();
        int id = (int) products.id();
        boolean openedFirst = id == firstId || Popularity.isOpenedFirst(id);
        boolean complete = openedFirst || id - firstId < RelatedRows.FIRST_PRODUCTS;
        int count = Math.max(FEATURES.draw(random), complete ? LEAST_WHEN_COMPLETE : 0);
        List<Feature> choices = category.department().features();
        int choice = random.nextInt(choices.size());
        List<Feature> chosen = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Feature feature = choices.get((choice + index * STRIDE) % choices.size());
            features(feature, features.next(rejected, false));
            chosen.add(feature);
        }
        return new Product(id, category, chosen, rejected, openedFirst, complete);
    }

    private void product(SplittableRandom random, Category category, long price, Dirt dirt) throws IOException {
        CsvFile row = products.row().number(products.id());
        Text adjective = Vocabulary.any(Vocabulary.ADJECTIVES, random);
        int number = random.nextInt(2_000);
        if (dirt == Dirt.EMPTY_NAME) {
            row.field(Text.EMPTY);
        } else {
            row.quote().piece(adjective).piece(Text.SPACE).piece(category.noun());
            if (number > 0 && number < 1_000) {
                row.piece(NUMBER).pieceNumber(number);
            }
            row.unquote();
        }
        row.field(Vocabulary.any(Vocabulary.SLOGANS, random));
        description(row, random);
        row.field(category.name());
        if (dirt != Dirt.SHORT_ROW) {
            row.number(dirt, price);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }

    private static void description(CsvFile row, SplittableRandom random) throws IOException {
        int sentences = 1 + random.nextInt(5);
        int sentence = random.nextInt(Vocabulary.SENTENCES.size());
        row.quote().piece(Vocabulary.SENTENCES.get(sentence));
        for (int index = 1; index < sentences; index++) {
            sentence = (sentence + 1 + random.nextInt(4)) % Vocabulary.SENTENCES.size();
            row.piece(Text.SPACE).piece(Vocabulary.SENTENCES.get(sentence));
        }
        row.unquote();
    }

    private void features(Feature feature, Dirt dirt) throws IOException {
        feature(feature.name(), feature.value(), dirt);
        if (dirt == Dirt.REPEATED_KEY) {
            features.repeatKey();
            feature(feature.name(), Text.SURPLUS, Dirt.NONE);
        } else if (dirt == Dirt.REPEATED_FEATURE) {
            features.next(false, false);
            feature(feature.name(), feature.value(), Dirt.NONE);
        }
    }

    private void feature(Text name, Text value, Dirt dirt) throws IOException {
        CsvFile row = features.row().number(features.id());
        row.number(features.parent(dirt, products.id())).field(name);
        if (dirt != Dirt.SHORT_ROW) {
            row.field(value);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }
}
