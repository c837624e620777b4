package atelier.sample;

import java.util.List;
import java.util.Set;

/**
 * One of the six files: its published header, and what becomes of it in a dirty catalogue. The harmless kinds come
 * first in each plan, and those that take other rows down with them late, so that a small catalogue also stays far
 * below one rejected row in a thousand; from some 20,000 products on every kind is there.
 */
record FileFormat(
        String name, double rowsPerProduct, String header, String dirtyHeader, Set<Dirt> dirtOfFile, DirtPlan plan) {
    static final FileFormat PRODUCT = new FileFormat(
            "product.csv",
            1,
            "id,name,slogan,description,category,default_price",
            "id,name,slogan,description,category,default_price",
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
            "features.csv",
            2.2193,
            "id,product_id,feature,value",
            "id,productId,feature,value",
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
            "styles.csv",
            1.9581,
            "id,productId,name,sale_price,original_price,default_style",
            "id, productId, name, sale_price, original_price, default_style",
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

    // The missing quote keeps this file's columns in place: it can only be mended at the end of a line.
    static final FileFormat PHOTOS = new FileFormat(
            "photos.csv",
            5.6556,
            "id,styleId,url,thumbnail_url",
            "id,styleId,url,thumbnail_url",
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
            "skus.csv",
            11.3238,
            "id,styleId,size,quantity",
            "size,quantity,style_id,id",
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
            "related.csv",
            4.5082,
            "id,current_product_id,related_product_id",
            "",
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
}
