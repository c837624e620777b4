package atelier.perf.settings;

/** What a visit requests. */
public enum Mix {
    /** The requests of a product page, as a frontend sends them. */
    PAGES,
    /** One request, to one of the four routes in the published proportions. */
    FLAT
}
