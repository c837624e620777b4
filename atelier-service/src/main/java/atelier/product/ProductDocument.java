package atelier.product;

import atelier.bytes.Gzip;
import atelier.product.prepare.DocumentRow;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import java.nio.charset.StandardCharsets;

/**
 * The responses about one product. A page that shows a product requests all of them, so one query reads them and one cache entry
 * holds them.
 *
 * @param product the product with its features
 * @param styles its styles
 * @param related the ids of related products
 * @param weight about how many bytes of memory the responses take once they are rendered and compressed
 */
public record ProductDocument(int id, ReadResponse product, ReadResponse styles, ReadResponse related, int weight) {
    private static final byte[] FEATURES = ",\"features\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'}'};

    /** Memory for the objects of a document. */
    private static final int OVERHEAD = 1_000;

    /**
     * Returns the document of a row.
     *
     * @param start the product's JSON before the row's part of it
     */
    static ProductDocument of(DocumentRow row, String start, ResponseFormat format) {
        byte[] first = start.getBytes(StandardCharsets.UTF_8);
        int size = first.length + row.product().length + FEATURES.length + row.features().length + END.length;
        int styles = Gzip.length(row.styles());
        return new ProductDocument(
                row.productId(),
                format.json(size, null, () -> concat(size, first, row.product(), FEATURES, row.features(), END)),
                format.json(styles, row.styles(), () -> Gzip.expand(row.styles())),
                format.json(row.related().length, null, row::related),
                weight(row, styles));
    }

    private static int weight(DocumentRow row, int styles) {
        int product = row.product().length + row.features().length;
        int related = row.related().length;
        return 2 * product + (product + related) / 2 + related + styles + row.styles().length + OVERHEAD;
    }

    /** Returns the document of a product that does not exist. */
    static ProductDocument missing(int id, ResponseFormat format) {
        ReadResponse response = format.notFound("There is no product " + id);
        return new ProductDocument(id, response, response, response, OVERHEAD);
    }

    private static byte[] concat(int size, byte[]... parts) {
        byte[] whole = new byte[size];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, end, part.length);
            end += part.length;
        }
        return whole;
    }
}
