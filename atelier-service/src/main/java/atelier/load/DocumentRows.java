package atelier.load;

import atelier.bytes.TextRange;
import atelier.product.prepare.Fragments;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;

/** Gives each row that was loaded to the documents too. The columns are numbered as {@link RowLoader}'s. */
final class DocumentRows {
    /** As PostgreSQL's answers have it: with milliseconds, even if they are 0. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final CsvRow row;
    private final Fields fields;
    private final KnownIds known;
    private final String importedAt;
    private final DocumentSpill spill;
    private final TextRange[] texts;

    DocumentRows(
            CatalogueFile file, CsvRow row, Fields fields, KnownIds known, Instant importedAt, DocumentSpill spill) {
        this.row = row;
        this.fields = fields;
        this.known = known;
        this.importedAt = TIME.format(importedAt);
        this.spill = spill;
        this.texts =
                Stream.generate(TextRange::new).limit(file.columns().size()).toArray(TextRange[]::new);
    }

    /** Adds the row at hand, which has been found to be good. */
    void add(CatalogueFile file, int id) throws RowRejectedException, IOException {
        Fragments fragments = spill.row();
        switch (file) {
            case PRODUCT ->
                fragments.product(
                        id, text(1), orEmpty(2), orEmpty(3), text(4), fields.price(5), importedAt, importedAt);
            case FEATURES -> fragments.feature(fields.number(1, 1), text(2), text(3));
            case STYLES ->
                fragments.style(fields.number(1, 1), id, text(2), fields.price(4), fields.salePrice(3), fields.flag(5));
            case PHOTOS -> {
                int style = fields.number(1, 1);
                fragments.photo(known.productOf(style), style, text(3), text(2));
            }
            case SKUS -> {
                int style = fields.number(1, 1);
                fragments.sku(known.productOf(style), style, id, fields.number(3, 0), text(2));
            }
            case RELATED -> fragments.related(fields.number(1, 1), fields.number(2, 1));
        }
        spill.keep();
    }

    private TextRange text(int column) {
        return row.isNull(column)
                ? texts[column].setNothing()
                : texts[column].set(row.buffer(), row.start(column), row.end(column), row.hasDoubledQuotes(column));
    }

    private TextRange orEmpty(int column) {
        return row.isNull(column) ? texts[column].setEmpty() : text(column);
    }
}
