package atelier.sample;

import java.io.IOException;
import java.util.SplittableRandom;

/** Writes the related products of a product. */
final class RelatedRows {
    private static final Distribution RELATED =
            new Distribution(918, 1_082, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000);
    /** These products have too few lower ids to choose from, so they choose among each other. */
    static final int FIRST_PRODUCTS = 10;

    private static final int LEAST_WHEN_COMPLETE = 4;

    private final Table related;
    private final Table products;
    private final int firstProduct;
    private final int count;

    RelatedRows(Table related, Table products, Sample sample) {
        this.related = related;
        this.products = products;
        firstProduct = sample.firstId();
        count = sample.products();
    }

    void write(SplittableRandom random, Product subject) throws IOException {
        int product = subject.id();
        int rows = Math.max(RELATED.draw(random), subject.complete() ? LEAST_WHEN_COMPLETE : 0);
        int previous = product;
        for (int index = 0; index < rows; index++) {
            int other = other(random, product, previous);
            Dirt dirt = related.next(subject.rejected() || products.rejects(other), false);
            row(product, dirt == Dirt.RELATED_ZERO ? 0 : other, dirt);
            if (dirt == Dirt.REPEATED_KEY) {
                related.repeatKey();
                row(product, product, Dirt.NONE);
            }
            previous = other;
        }
    }

    /** Returns mostly a lower id, so that low ids occur most; sometimes the previous id, the product itself, or any. */
    private int other(SplittableRandom random, int product, int previous) {
        int kind = random.nextInt(100);
        if (kind == 0) {
            return product;
        }
        if (kind <= 2) {
            return previous;
        }
        if (kind == 3) {
            return firstProduct + random.nextInt(count);
        }
        int before = product - firstProduct;
        return firstProduct + random.nextInt(before >= FIRST_PRODUCTS ? before : Math.min(FIRST_PRODUCTS, count));
    }

    private void row(int product, int other, Dirt dirt) throws IOException {
        CsvFile row = related.row().number(related.id()).number(related.parent(dirt, product));
        if (dirt != Dirt.SHORT_ROW) {
            row.number(other);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }
}
