package atelier.product.prepare;

import atelier.load.CsvTable;
import atelier.load.JsonTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The six tables of the catalogue, each after the tables that it refers to: their columns, and the JSON that one row
 * contributes to a product's documents. To add a column, add it here, in a migration and in the OpenAPI document.
 *
 * <p>In the JSON, {@code $column} stands for the column's value. {@link DocumentRenderer} joins the pieces in the order
 * of these constants.
 */
public enum CatalogueTable {
    PRODUCT(
            CsvTable.of("product.csv", "product")
                    .id("id")
                    .text("name")
                    .textOrEmpty("slogan")
                    .textOrEmpty("description")
                    .text("category")
                    .price("default_price")
                    .importTime("created_at")
                    .importTime("updated_at"),
            """
            "name":$name,"slogan":$slogan,"description":$description,"category":$category,\
            "default_price":$default_price,"created_at":$created_at,"updated_at":$updated_at"""),

    FEATURE(
            CsvTable.of("features.csv", "feature")
                    .id("id")
                    .parent("product_id", PRODUCT.csv)
                    .text("feature")
                    .textOrNull("value")
                    .position(),
            """
            {"feature":$feature,"value":$value}"""),

    STYLE(
            CsvTable.of("styles.csv", "style")
                    .id("id")
                    .parent("productId", PRODUCT.csv)
                    .text("name")
                    .priceOrNull("sale_price")
                    .price("original_price")
                    .flag("default_style"),
            // The renderer adds the photos, the skus and the closing brace.
            """
            {"style_id":$id,"name":$name,"original_price":$original_price,"sale_price":$sale_price,\
            "default?":$default_style"""),

    PHOTO(
            CsvTable.of("photos.csv", "photo")
                    .id("id")
                    .parent("styleId", STYLE.csv)
                    .textOrNull("url")
                    .textOrNull("thumbnail_url")
                    .position(),
            """
            {"thumbnail_url":$thumbnail_url,"url":$url}"""),

    SKU(
            CsvTable.of("skus.csv", "sku")
                    .id("id")
                    .parent("styleId", STYLE.csv)
                    .text("size")
                    .whole("quantity", 0)
                    .position(),
            """
            "$id":{"quantity":$quantity,"size":$size}"""),

    RELATED(
            CsvTable.of("related.csv", "related")
                    .id("id")
                    .parent("current_product_id", PRODUCT.csv)
                    .reference("related_product_id", PRODUCT.csv)
                    .position(),
            "$related_product_id");

    /**
     * The version of the documents' shape. Raise it with every change of the JSON, here or in {@link DocumentRenderer},
     * and of {@link PageLines#PRODUCTS}: databases whose documents have another version are rebuilt.
     */
    public static final int SHAPE = 1;

    private static final Map<CsvTable, CatalogueTable> BY_CSV =
            Arrays.stream(values()).collect(Collectors.toMap(CatalogueTable::csv, Function.identity()));

    @SuppressWarnings("ImmutableEnumChecker") // It has no setter.
    private final CsvTable csv;

    @SuppressWarnings("ImmutableEnumChecker") // It has no setter.
    private final JsonTemplate json;

    CatalogueTable(CsvTable csv, String json) {
        this.csv = csv;
        this.json = new JsonTemplate(csv, json);
    }

    public CsvTable csv() {
        return csv;
    }

    /** Returns the table's place in a document. No stored value depends on it. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }

    JsonTemplate json() {
        return json;
    }

    /** Returns the table of a declaration. */
    public static CatalogueTable of(CsvTable csv) {
        return Objects.requireNonNull(BY_CSV.get(csv));
    }

    /** Returns the six declarations, each after those that it refers to. */
    public static List<CsvTable> csvTables() {
        return Arrays.stream(values()).map(CatalogueTable::csv).toList();
    }
}
