package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.serve.ReadResponse;

/** The response of a product that an edit changes. {@code If-Match} holds its ETag. */
enum EditedResponse {
    /** The only response that contains {@code updated_at}. */
    PRODUCT,
    STYLES,
    RELATED;

    ReadResponse of(ProductDocument document) {
        return switch (this) {
            case PRODUCT -> document.product();
            case STYLES -> document.styles();
            case RELATED -> document.related();
        };
    }
}
