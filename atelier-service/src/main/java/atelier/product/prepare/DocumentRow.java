package atelier.product.prepare;

/**
 * The precomputed responses of one product, as a row of {@code catalogue.document}.
 *
 * @param product the product's members from "name" to "updated_at", without braces
 * @param features a JSON array
 * @param styles a JSON object, gzip'ed
 * @param related a JSON array
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are not compared, and strings would cost decoding and encoding.
public record DocumentRow(int productId, byte[] product, byte[] features, byte[] styles, byte[] related) {}
