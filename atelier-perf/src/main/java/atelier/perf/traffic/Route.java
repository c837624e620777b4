package atelier.perf.traffic;

/** The routes of the API; figures are kept by route, never by address. */
public enum Route {
    LIST("GET /products"),
    PRODUCT("GET /products/:id"),
    STYLES("GET /products/:id/styles"),
    RELATED("GET /products/:id/related");

    private final String template;

    Route(String template) {
        this.template = template;
    }

    /** The name under which the route stands in reports. */
    public String template() {
        return template;
    }
}
