package atelier.perf.traffic;

import org.jspecify.annotations.Nullable;

/**
 * One request and what its answer must be.
 *
 * @param path path and query
 * @param subject what the body must be about: the product's id; for a list the id of its first product, 0 if that is not known
 * @param number how many products a list must have, or the status that an access log says
 * @param etag the entity tag of an earlier answer, for a conditional request
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

    /** What the answer must be. */
    public enum Expect {
        /** 200, and a body about the subject. */
        FOUND,
        /** 404, and an error body. */
        MISSING,
        /** 304, or 200 with another entity tag if the product has changed meanwhile. */
        UNCHANGED,
        /** The status that an access log says, or for a conditional request 304 or 200; the body is not looked at. */
        AS_LOGGED
    }

    public static Call list(int page, int count, int first) {
        String path = "/products?page=%d&count=%d".formatted(page, count);
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

    /** A request out of an access log. */
    public static Call logged(Route route, String method, String path, int status, @Nullable String ifNoneMatch) {
        return new Call(Expect.AS_LOGGED, route, method, path, 0, status, ifNoneMatch);
    }

    private static Call found(Route route, String path, int id) {
        return new Call(Expect.FOUND, route, GET, path, id, 0, null);
    }

    /** The same request for a product that does not exist. */
    public Call missing() {
        return new Call(Expect.MISSING, route, method, path, subject, 0, null);
    }

    /** The same request by a client that has the answer already. */
    public Call unlessChangedFrom(String knownEtag) {
        return new Call(Expect.UNCHANGED, route, method, path, subject, number, knownEtag);
    }
}
