package atelier.load;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Turns one file's rows into rows of its table, or says why that cannot be. The columns are numbered as in {@link
 * CatalogueFile#columns()}; the id is always the first.
 */
final class RowLoader {
    private static final int ID = 0;
    private static final byte[] NO_TEXT = {};

    private final CatalogueFile file;
    private final CsvRow row;
    private final Fields fields;
    private final CopyRows copy;
    private final KnownIds known;
    private final Instant importedAt;
    private final DocumentRows documents;
    private final RoaringBitmap ids = new RoaringBitmap();

    RowLoader(CatalogueFile file, CsvRow row, CopyRows copy, KnownIds known, Instant importedAt, DocumentSpill spill) {
        this.file = file;
        this.row = row;
        this.fields = new Fields(row);
        this.copy = copy;
        this.known = known;
        this.importedAt = importedAt;
        this.documents = new DocumentRows(file, row, fields, known, importedAt, spill);
    }

    /** Returns the columns that the rows have, as COPY wants to be told. */
    static List<String> copyColumns(CatalogueFile file) {
        return switch (file) {
            case PRODUCT ->
                List.of("id", "name", "slogan", "description", "category", "default_price", "created_at", "updated_at");
            case FEATURES -> List.of("product_id", "id", "position", "feature", "value");
            case STYLES -> List.of("product_id", "id", "default_style", "original_price", "sale_price", "name");
            case PHOTOS -> List.of("product_id", "style_id", "id", "position", "url", "thumbnail_url");
            case SKUS -> List.of("product_id", "style_id", "id", "position", "quantity", "size");
            case RELATED -> List.of("product_id", "id", "position", "related_product_id");
        };
    }

    /**
     * Loads the row at hand.
     *
     * @param position the row's place among the file's rows, which keeps their order
     */
    void load(int position) throws RowRejectedException, IOException, SQLException {
        copy.begin();
        int id = fields.number(ID, 1);
        switch (file) {
            case PRODUCT -> product(id);
            case FEATURES -> feature(id, position);
            case STYLES -> style(id);
            case PHOTOS -> photo(id, position);
            case SKUS -> sku(id, position);
            case RELATED -> related(id, position);
        }
        // Last, so that a row which was rejected for something else does not take the id from a good one.
        if (!ids.checkedAdd(id)) {
            throw row.rejected(RejectReason.DUPLICATE_KEY, ID);
        }
        switch (file) {
            case PRODUCT -> known.addProduct(id);
            case STYLES -> known.addStyle(id, fields.number(1, 1));
            default -> {}
        }
        documents.add(file, id);
        copy.end();
    }

    private void product(int id) throws RowRejectedException {
        copy.number(id);
        text(1);
        textOrEmpty(2);
        textOrEmpty(3);
        text(4);
        copy.price(fields.price(5)).time(importedAt).time(importedAt);
    }

    private void feature(int id, int position) throws RowRejectedException {
        copy.number(productIn(1, 1)).number(id).number(position);
        text(2);
        textOrNull(3);
    }

    private void style(int id) throws RowRejectedException {
        copy.number(productIn(1, 1)).number(id).flag(fields.flag(5)).price(fields.price(4));
        long salePrice = fields.salePrice(3);
        if (salePrice < 0) {
            copy.nothing();
        } else {
            copy.price(salePrice);
        }
        text(2);
    }

    private void photo(int id, int position) throws RowRejectedException {
        int style = styleIn(1);
        copy.number(known.productOf(style)).number(style).number(id).number(position);
        textOrNull(2);
        textOrNull(3);
    }

    private void sku(int id, int position) throws RowRejectedException {
        int style = styleIn(1);
        copy.number(known.productOf(style))
                .number(style)
                .number(id)
                .number(position)
                .number(fields.number(3, 0));
        text(2);
    }

    private void related(int id, int position) throws RowRejectedException {
        // Related id 0 is the catalogue's way to say nobody.
        copy.number(productIn(1, 1)).number(id).number(position).number(productIn(2, 0));
    }

    private int productIn(int column, int lowest) throws RowRejectedException {
        int product = fields.number(column, lowest);
        if (!known.hasProduct(product)) {
            throw row.rejected(RejectReason.UNKNOWN_PRODUCT, column);
        }
        return product;
    }

    private int styleIn(int column) throws RowRejectedException {
        int style = fields.number(column, 1);
        if (known.productOf(style) == 0) {
            throw row.rejected(RejectReason.UNKNOWN_STYLE, column);
        }
        return style;
    }

    private void text(int column) throws RowRejectedException {
        if (row.isNull(column) || row.start(column) == row.end(column)) {
            throw row.rejected(RejectReason.MISSING, column);
        }
        fields.requireText(column);
        copy.text(row, column);
    }

    private void textOrEmpty(int column) throws RowRejectedException {
        if (row.isNull(column)) {
            copy.bytes(NO_TEXT);
        } else {
            fields.requireText(column);
            copy.text(row, column);
        }
    }

    private void textOrNull(int column) throws RowRejectedException {
        if (row.isNull(column)) {
            copy.nothing();
        } else {
            fields.requireText(column);
            copy.text(row, column);
        }
    }
}
