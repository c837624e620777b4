package atelier.sample;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Writes the characteristics of a product, and how reviewers rate them. */
final class CharacteristicRows {
    private static final int BEST = 5;
    private static final int MIDDLE = 3;
    private static final int THOUSANDTHS_WITHOUT = 37;
    /** For these, a value of 3 is best: 1 is too small, and 5 too large. */
    private static final List<String> MEASURES = List.of("Fit", "Length", "Size", "Width");

    private static final Distribution DEVIATION = new Distribution(400, 2_300, 4_600, 2_300, 400);
    private static final int NO_DEVIATION = 2;

    private final Table characteristics;
    private final Table ratings;
    private long first;
    private int count;
    private boolean[] lost = {};
    private int[] lean = {};
    private Department department = Department.CLOTHING;
    private long ofOtherProduct;
    private long ofThisProduct;

    CharacteristicRows(Table characteristics, Table ratings) {
        this.characteristics = characteristics;
        this.ratings = ratings;
    }

    /** Writes the characteristics of a product, which the following ratings belong to. */
    void begin(SplittableRandom random, Product product) throws IOException {
        department = product.category().department();
        boolean without = random.nextInt(1_000) < THOUSANDTHS_WITHOUT && !Popularity.isVeryPopular(product.id());
        List<Text> names = without ? List.of() : department.characteristics();
        count = names.size();
        lost = new boolean[count];
        lean = new int[count];
        ofOtherProduct = ofThisProduct;
        for (int index = 0; index < count; index++) {
            Dirt dirt = characteristics.next(product.rejected(), false);
            if (index == 0) {
                first = characteristics.id();
            }
            lost[index] = product.rejected() || dirt.rejectsRow();
            lean[index] = DEVIATION.draw(random) - NO_DEVIATION;
            characteristic(product, names.get(index), dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                characteristics.repeatKey();
                characteristic(product, Text.SURPLUS, Dirt.NONE);
            }
            if (!lost[index]) {
                ofThisProduct = characteristics.id();
            }
        }
    }

    private void characteristic(Product product, Text name, Dirt dirt) throws IOException {
        CsvFile row = characteristics.row().number(characteristics.id());
        row.number(dirt, characteristics.parent(dirt, product.id()));
        if (dirt != Dirt.SHORT_ROW) {
            row.field(name);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }

    /** Writes what the author of a review thinks of each characteristic. */
    void rate(SplittableRandom random, int stars, long review, boolean orphan) throws IOException {
        for (int index = 0; index < count; index++) {
            int deviation = DEVIATION.draw(random) - NO_DEVIATION;
            boolean measure = index < MEASURES.size() / 2 && count > 1;
            int value = (measure ? MIDDLE + lean[index] : stars) + deviation;
            Dirt dirt = ratings.next(orphan || lost[index], false);
            rating(index, review, Math.max(1, Math.min(BEST, value)), dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                ratings.repeatKey();
                rating(index, review, 1, Dirt.NONE);
            }
        }
    }

    private void rating(int index, long review, int value, Dirt dirt) throws IOException {
        long characteristic = dirt == Dirt.FOREIGN_CHARACTERISTIC ? ofOtherProduct : first + index;
        CsvFile row = ratings.row().number(ratings.id()).number(dirt, characteristic);
        row.number(ratings.parent(dirt, review));
        if (dirt != Dirt.SHORT_ROW) {
            row.number(value);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }
}
