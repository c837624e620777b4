package atelier.perf.traffic;

import org.jspecify.annotations.Nullable;

/**
 * A request and its expected response.
 *
 * @param path path and query
 * @param subject the product's id; for a list the id of its first product, 0 if unknown
 * @param number the number of products in a list, or the logged status
 * @param etag the entity tag of an earlier response, for a conditional request
 */
public record Call(
        Expect expect,
        Route route,
        String method,
        String path,
        int subject,
        int number,
        @Nullable String etag) {

    private static final String GET = "GET";

    /** The expected response. */
    public enum Expect {
        /** 200, and a body about the subject. */
        FOUND,
        /** 404, and an error body. */
        MISSING,
        /** 304, or 200 with another entity tag if the product has changed. */
        UNCHANGED,
        /** The logged status, or for a conditional request 304 or 200. The body is not checked. */
        AS_LOGGED
    }

    public static Call list(int page, int count, int first) {
        String path = "/products?page=%s&count=%s".formatted(page, count);
        return new Call(Expect.FOUND, Route.LIST, GET, path, first, count, null);
    }

    public static Call product(int id) {
        return found(Route.PRODUCT, "/products/" + id, id);
    }

    public static Call styles(int id) {
        return found(Route.STYLES, "/products/" + id + "/styles", id);
    }

    public static Call related(int id) {
        return found(Route.RELATED, "/products/" + id + "/related", id);
    }

    /** Returns a request from an access log. */
    public static Call logged(Route route, String method, String path, int status, @Nullable String ifNoneMatch) {
        return new Call(Expect.AS_LOGGED, route, method, path, 0, status, ifNoneMatch);
    }

    private static Call found(Route route, String path, int id) {
        return new Call(Expect.FOUND, route, GET, path, id, 0, null);
    }

    /** Tells whether the response may have a status. */
    public boolean mayGet(int responseStatus) {
        return switch (expect) {
            case FOUND -> responseStatus == 200;
            case MISSING -> responseStatus == 404;
            case UNCHANGED -> isFound(responseStatus);
            // The catalogue may have another version than the client had, and the log may lack the client's condition.
            case AS_LOGGED ->
                responseStatus == number
                        || (isFound(responseStatus) && (number == 304 || (number == 200 && etag != null)));
        };
    }

    /** Returns the expected status, in words. */
    public String expected() {
        return switch (expect) {
            case FOUND -> "200";
            case MISSING -> "404";
            case UNCHANGED -> "304 or 200";
            case AS_LOGGED -> number + " as logged";
        };
    }

    private static boolean isFound(int responseStatus) {
        return responseStatus == 200 || responseStatus == 304;
    }

    /** Returns the same request, for a product that does not exist. */
    public Call missing() {
        return new Call(Expect.MISSING, route, method, path, subject, 0, null);
    }

    /** Returns the same request, by a client that has the response already. */
    public Call unlessChangedFrom(String knownEtag) {
        return new Call(Expect.UNCHANGED, route, method, path, subject, number, knownEtag);
    }
}
