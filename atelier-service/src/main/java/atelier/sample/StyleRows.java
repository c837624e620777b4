package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.Vocabulary.Colours;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Writes styles with their photos and skus. */
final class StyleRows {
    private static final int PERCENT_WITH_STYLES = 80;
    private static final int PERCENT_ON_SALE = 18;
    private static final Distribution STYLES = new Distribution(0, 4_154, 1_946, 1_600, 1_000, 600, 400, 200, 70, 30);
    private static final Distribution PHOTOS =
            new Distribution(600, 2_200, 2_067, 2_133, 1_100, 800, 500, 300, 150, 80, 40, 30);
    private static final int NO_SKUS_PER_THOUSAND = 64;
    private static final int SAME_SIZE_PER_THOUSAND = 15;
    private static final int LEAST_WHEN_COMPLETE = 3;

    private final Table styles;
    private final Table photos;
    private final Table skus;
    private final PictureUrls pictures;
    private final boolean skusInOtherOrder;

    StyleRows(Table styles, Table photos, Table skus, PictureUrls pictures) {
        this.styles = styles;
        this.photos = photos;
        this.skus = skus;
        this.pictures = pictures;
        skusInOtherOrder = skus.has(Dirt.OTHER_COLUMN_ORDER);
    }

    /** Writes the styles of one product; the styles of a rejected product are orphans. */
    void write(SplittableRandom random, Product product, long price) throws IOException {
        boolean orphan = product.rejected();
        boolean complete = product.complete();
        if (random.nextInt(100) >= PERCENT_WITH_STYLES && !complete) {
            return;
        }
        int count = Math.max(STYLES.draw(random), complete ? LEAST_WHEN_COMPLETE : 1);
        int choice = complete ? 0 : random.nextInt(10);
        int standard = choice < 7 ? 0 : choice < 9 ? random.nextInt(count) : -1;
        for (int index = 0; index < count; index++) {
            long original = random.nextInt(10) == 0 ? price + 10L * (1 + random.nextInt(5)) : price;
            boolean onSale = random.nextInt(100) < PERCENT_ON_SALE || (complete && index == 1);
            long sale = onSale ? original * (50 + random.nextInt(45)) / 100 : 0;
            Dirt dirt = styles.next(orphan, false);
            Colours colours = style(random, product.id(), sale, original, index == standard, dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                styles.repeatKey();
                style(new SplittableRandom(price), product.id(), 0, original + 1, false, Dirt.NONE);
            }
            boolean lost = orphan || dirt.rejectsRow();
            photos(random, product, colours, lost);
            skus(random, product, lost);
        }
    }

    private Colours style(SplittableRandom random, long product, long sale, long original, boolean standard, Dirt dirt)
            throws IOException {
        CsvFile row = styles.row().number(styles.id()).number(styles.parent(dirt, product));
        Colours colours = Vocabulary.writeStyleName(row, random);
        if (dirt == Dirt.SALE_PRICE_ZERO) {
            row.number(0);
        } else if (sale == 0) {
            row.field(Text.NULL);
        } else {
            row.number(sale);
        }
        row.number(dirt, original);
        if (dirt == Dirt.BOOLEAN_AS_WORD) {
            row.field(standard ? Text.TRUE : Text.FALSE);
        } else if (dirt != Dirt.SHORT_ROW) {
            row.number(standard ? 1 : 0);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
        return colours;
    }

    private void photos(SplittableRandom random, Product product, Colours colours, boolean orphan) throws IOException {
        Category category = product.category();
        int count = Math.max(PHOTOS.draw(random), product.complete() ? LEAST_WHEN_COMPLETE : 0);
        int scene = PictureUrls.scene(random);
        for (int index = 0; index < count; index++) {
            Dirt dirt = photos.next(orphan, index + 1 < count);
            photo(category, colours, scene, dirt);
            scene = PictureUrls.after(scene);
            if (dirt == Dirt.REPEATED_KEY) {
                photos.repeatKey();
                photo(category, colours, scene, Dirt.NONE);
            }
        }
    }

    private void photo(Category category, Colours colours, int scene, Dirt dirt) throws IOException {
        CsvFile row = photos.row().number(photos.id()).number(photos.parent(dirt, styles.id()));
        if (dirt == Dirt.NULL_URL) {
            row.field(Text.NULL);
        } else {
            pictures.write(row, category, colours, scene);
        }
        if (dirt != Dirt.SHORT_ROW) {
            pictures.writeThumbnail(row, category, colours, scene, dirt != Dirt.MISSING_CLOSING_QUOTE);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }

    private void skus(SplittableRandom random, Product product, boolean orphan) throws IOException {
        List<Text> sizes = product.category().department().sizes();
        if (random.nextInt(1_000) < NO_SKUS_PER_THOUSAND && !product.complete()) {
            return;
        }
        boolean lastTwoTheSame = random.nextInt(1_000) < SAME_SIZE_PER_THOUSAND;
        int count = sizes.size();
        for (int index = 0; index < count; index++) {
            boolean same = lastTwoTheSame && index == count - 1;
            Text size = sizes.get(same ? Math.max(0, index - 1) : index);
            int quantity = random.nextInt(60);
            Dirt dirt = skus.next(orphan, index + 1 < count);
            sku(size, quantity, dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                skus.repeatKey();
                sku(size, quantity + 1, Dirt.NONE);
            }
        }
    }

    private void sku(Text size, int quantity, Dirt dirt) throws IOException {
        long style = skus.parent(dirt, styles.id());
        CsvFile row = skus.row();
        if (skusInOtherOrder) {
            row.field(size).number(dirt, quantity).number(skus.id());
        } else {
            row.number(skus.id()).number(style).field(size);
        }
        if (dirt != Dirt.SHORT_ROW) {
            row.number(skusInOtherOrder ? style : quantity);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }
}
