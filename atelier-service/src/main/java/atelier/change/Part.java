package atelier.change;

import atelier.cache.Answer;
import atelier.document.Document;

/** Which of a product's answers is changed, by whose ETag a client says what it has seen. */
enum Part {
    /** It says in {@code updated_at} when it was changed; the others do not. */
    PRODUCT,
    STYLES,
    RELATED;

    Answer of(Document document) {
        return switch (this) {
            case PRODUCT -> document.product();
            case STYLES -> document.styles();
            case RELATED -> document.related();
        };
    }
}
