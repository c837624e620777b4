package atelier.load;

import java.util.List;

/** The six files of a catalogue, in the order in which they refer to each other, with the columns they must have. */
enum CatalogueFile {
    PRODUCT("product.csv", "product", "id", "name", "slogan", "description", "category", "default_price"),
    FEATURES("features.csv", "feature", "id", "product_id", "feature", "value"),
    STYLES("styles.csv", "style", "id", "productId", "name", "sale_price", "original_price", "default_style"),
    PHOTOS("photos.csv", "photo", "id", "styleId", "url", "thumbnail_url"),
    SKUS("skus.csv", "sku", "id", "styleId", "size", "quantity"),
    RELATED("related.csv", "related", "id", "current_product_id", "related_product_id");

    private final String fileName;
    private final String table;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is.
    private final List<String> columns;

    CatalogueFile(String fileName, String table, String... columns) {
        this.fileName = fileName;
        this.table = table;
        this.columns = List.of(columns);
    }

    String fileName() {
        return fileName;
    }

    String table() {
        return table;
    }

    /** The published header, in its order: where a file has no header, its columns are these. */
    List<String> columns() {
        return columns;
    }
}
