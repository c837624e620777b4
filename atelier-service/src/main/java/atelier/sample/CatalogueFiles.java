package atelier.sample;

import atelier.product.prepare.CatalogueTable;
import java.util.List;
import java.util.Set;

/** The six files of a catalogue. */
final class CatalogueFiles {
    static final FileFormat PRODUCT = new FileFormat(
            CatalogueTable.PRODUCT.csv(),
            1,
            Set.of(Dirt.BYTE_ORDER_MARK),
            new DirtPlan(
                    5,
                    4_000,
                    Dirt.BLANK_BEFORE_NUMBER,
                    Dirt.REPEATED_KEY,
                    Dirt.EMPTY_NAME,
                    Dirt.CURRENCY_SIGN,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat FEATURES = new FileFormat(
            CatalogueTable.FEATURE.csv(),
            2.2193,
            Set.of(Dirt.OTHER_HEADER_NAMES, Dirt.WINDOWS_LINE_ENDS),
            new DirtPlan(
                    20,
                    2_000,
                    Dirt.REPEATED_FEATURE,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.REPEATED_KEY,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat STYLES = new FileFormat(
            CatalogueTable.STYLE.csv(),
            1.9581,
            Set.of(Dirt.BLANKS_IN_HEADER),
            new DirtPlan(
                    30,
                    3_000,
                    Dirt.SALE_PRICE_ZERO,
                    Dirt.BOOLEAN_AS_WORD,
                    Dirt.CURRENCY_SIGN,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.BLANK_BEFORE_NUMBER,
                    Dirt.REPEATED_KEY,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    // The columns keep their order here: a missing quote can only be repaired in the last field of a line.
    static final FileFormat PHOTOS = new FileFormat(
            CatalogueTable.PHOTO.csv(),
            5.6556,
            Set.of(),
            new DirtPlan(
                    48,
                    4_252,
                    Dirt.MISSING_CLOSING_QUOTE,
                    Dirt.OUT_OF_ORDER,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.NULL_URL,
                    Dirt.REPEATED_KEY,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat SKUS = new FileFormat(
            CatalogueTable.SKU.csv(),
            11.3238,
            Set.of(Dirt.OTHER_HEADER_NAMES, Dirt.OTHER_COLUMN_ORDER),
            new DirtPlan(
                    7,
                    3_000,
                    Dirt.OUT_OF_ORDER,
                    Dirt.BLANK_BEFORE_NUMBER,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.REPEATED_KEY,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final FileFormat RELATED = new FileFormat(
            CatalogueTable.RELATED.csv(),
            4.5082,
            Set.of(Dirt.NO_HEADER),
            new DirtPlan(
                    400,
                    2_000,
                    Dirt.RELATED_ZERO,
                    Dirt.UNKNOWN_PARENT,
                    Dirt.REPEATED_KEY,
                    Dirt.SHORT_ROW,
                    Dirt.LONG_ROW));

    static final List<FileFormat> ALL = List.of(PRODUCT, FEATURES, STYLES, PHOTOS, SKUS, RELATED);

    private CatalogueFiles() {}
}
