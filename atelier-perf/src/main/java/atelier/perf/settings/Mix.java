package atelier.perf.settings;

/** Who the visitors are. */
public enum Mix {
    /** Frontends: each visit is the burst of a product page. */
    PAGES,
    /** Each visit is one request, to the four routes in the published proportions, independently of each other. */
    FLAT
}
