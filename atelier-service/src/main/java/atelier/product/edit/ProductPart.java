package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.serve.ReadResponse;

/** Which of a product's answers is changed, by whose ETag a client says what it has seen. */
enum ProductPart {
    /** It says in {@code updated_at} when it was changed; the others do not. */
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
