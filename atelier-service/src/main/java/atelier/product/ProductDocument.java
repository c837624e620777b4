package atelier.product;

import atelier.bytes.Gzip;
import atelier.product.prepare.DocumentRow;
import atelier.serve.ReadResponse;
import atelier.serve.ResponseFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The responses about one product. A page that shows a product requests all of them, so one query reads them and one cache entry
 * holds them.
 */
public final class ProductDocument {
    /** A response about a product, and its route: the path below that of the product. */
    public enum Part {
        /** The product with its features: the only part that contains {@code updated_at}. */
        PRODUCT("") {
            @Override
            ReadResponse response(DocumentRow row, byte[] start, ResponseFormat format) {
                int size = start.length + row.product().length + FEATURES.length + row.features().length + END.length;
                return format.json(size, null, () -> concat(size, start, row.product(), FEATURES, row.features(), END));
            }
        },
        STYLES("/styles") {
            @Override
            ReadResponse response(DocumentRow row, byte[] start, ResponseFormat format) {
                return format.json(Gzip.length(row.styles()), row.styles(), () -> Gzip.expand(row.styles()));
            }
        },
        /** The ids of related products. */
        RELATED("/related") {
            @Override
            ReadResponse response(DocumentRow row, byte[] start, ResponseFormat format) {
                return format.json(row.related().length, null, row::related);
            }
        };

        /** All parts; {@code values()} would copy them for each row. */
        static final List<Part> ALL = List.of(values());

        private final String path;

        Part(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }

        /**
         * Makes the response of a row.
         *
         * @param start the product's JSON before the row's part of it
         */
        abstract ReadResponse response(DocumentRow row, byte[] start, ResponseFormat format);
    }

    private static final byte[] FEATURES = ",\"features\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'}'};

    /** Memory for the objects of a document. */
    private static final int OVERHEAD = 1_000;

    private final int id;
    private final ReadResponse[] responses;
    private final int weight;

    private ProductDocument(int id, ReadResponse[] responses, int weight) {
        this.id = id;
        this.responses = responses;
        this.weight = weight;
    }

    /**
     * Returns the document of a row.
     *
     * @param start the product's JSON before the row's part of it
     */
    static ProductDocument of(DocumentRow row, String start, ResponseFormat format) {
        byte[] first = start.getBytes(StandardCharsets.UTF_8);
        int weight =
                OVERHEAD + row.product().length + row.features().length + row.styles().length + row.related().length;
        ReadResponse[] responses = new ReadResponse[Part.ALL.size()];
        for (int i = 0; i < responses.length; i++) {
            responses[i] = Part.ALL.get(i).response(row, first, format);
            weight += responses[i].bytes();
        }
        return new ProductDocument(row.productId(), responses, weight);
    }

    /** Returns the document of a product that does not exist. */
    static ProductDocument missing(int id, ResponseFormat format) {
        ReadResponse[] responses = new ReadResponse[Part.ALL.size()];
        Arrays.fill(responses, format.notFound("There is no product " + id));
        return new ProductDocument(id, responses, OVERHEAD);
    }

    int id() {
        return id;
    }

    @SuppressWarnings("EnumOrdinal") // The order is in memory only.
    public ReadResponse response(Part part) {
        return responses[part.ordinal()];
    }

    /** Returns about how many bytes of memory the responses take once they are rendered and compressed. */
    int weight() {
        return weight;
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
