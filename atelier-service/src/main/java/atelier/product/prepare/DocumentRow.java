package atelier.product.prepare;

/**
 * What is answered about one product, as a row of {@code catalogue.document}.
 *
 * @param product the product's members from "name" to "updated_at", without braces
 * @param features a JSON array
 * @param styles a JSON object, gzip'ed
 * @param related a JSON array
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares rows, and texts would be decoded and encoded for nothing.
public record DocumentRow(int productId, byte[] product, byte[] features, byte[] styles, byte[] related) {}
