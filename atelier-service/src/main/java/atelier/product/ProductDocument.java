package atelier.product;

import atelier.bytes.Gzip;
import atelier.product.prepare.DocumentRow;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * All that the API says of one product. Whoever asks for a part of it soon asks for the others, so they are read and kept together; each
 * becomes an answer when it is asked for first.
 */
public final class ProductDocument {
    private static final byte[] FEATURES = ",\"features\":".getBytes(StandardCharsets.US_ASCII);

    private final ResponseFormat format;
    private final String start;
    private final DocumentRow row;
    private volatile @Nullable ReadResponse product;
    private volatile @Nullable ReadResponse styles;
    private volatile @Nullable ReadResponse related;

    private ProductDocument(ResponseFormat format, String start, DocumentRow row) {
        this.format = format;
        this.start = start;
        this.row = row;
    }

    /**
     * Returns the document of a row.
     *
     * @param start the product's JSON up to where the row goes on
     */
    static ProductDocument of(DocumentRow row, String start, ResponseFormat format) {
        return new ProductDocument(format, start, row);
    }

    /** Returns that of a product that is not there. */
    static ProductDocument missing(int id, ResponseFormat format) {
        byte[] nothing = {};
        ProductDocument document =
                new ProductDocument(format, "", new DocumentRow(id, nothing, nothing, nothing, nothing));
        ReadResponse answer = format.notFound("There is no product " + id);
        document.product = answer;
        document.styles = answer;
        document.related = answer;
        return document;
    }

    /** Returns the product with its features. */
    public ReadResponse product() {
        ReadResponse answer = product;
        if (answer == null) {
            answer = format.json(concat(
                    start.getBytes(StandardCharsets.UTF_8), row.product(), FEATURES, row.features(), new byte[] {'}'}));
            product = answer;
        }
        return answer;
    }

    /** Returns its styles. */
    public ReadResponse styles() {
        ReadResponse answer = styles;
        if (answer == null) {
            answer = format.json(Gzip.expand(row.styles()), row.styles());
            styles = answer;
        }
        return answer;
    }

    /** Returns the ids of related products. */
    public ReadResponse related() {
        ReadResponse answer = related;
        if (answer == null) {
            answer = format.json(row.related());
            related = answer;
        }
        return answer;
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, end, part.length);
            end += part.length;
        }
        return whole;
    }

    /** Returns about how many bytes of memory this takes, when each part has become an answer. */
    int weight() {
        int styleBytes = row.styles().length == 0 ? 0 : Gzip.length(row.styles()) + row.styles().length;
        int product = row.product().length + row.features().length;
        return 2 * product + (product + row.related().length) / 2 + row.related().length + styleBytes + 1_000;
    }
}
