package atelier.perf.settings;

/** What a visit requests. */
public enum Mix {
    /** Whole pages, with ratings, reviews, questions and answers. One visitor in fifty writes. */
    PAGES,
    /** Whole pages without writes. */
    READS,
    /** The products' calls of a page: list, product, styles, related products, and their cards. */
    PRODUCTS,
    /** One request, to one of the products' four routes in the published proportions. */
    FLAT
}
