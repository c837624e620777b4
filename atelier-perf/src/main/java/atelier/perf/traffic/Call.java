package atelier.perf.traffic;

import org.jspecify.annotations.Nullable;

/**
 * A request and its expected response.
 *
 * @param path path and query
 * @param subject the product's id; for a list the id of its first product, 0 if unknown
 * @param number the number of products in a list, the id of a question, or the logged status
 * @param etag the entity tag of an earlier response, for a conditional request
 * @param body the JSON of a write
 * @param visitor the value of {@code Authorization}, for a cart
 * @param sought what the visitor wrote before, and the response must show
 */
public record Call(
        Expect expect,
        Route route,
        String method,
        String path,
        int subject,
        long number,
        @Nullable String etag,
        @Nullable String body,
        @Nullable String visitor,
        @Nullable Sought sought) {

    private static final String GET = "GET";

    /** The expected response. */
    public enum Expect {
        /** 200, and a body about the subject. */
        FOUND,
        /** 200, and a body about the subject, which {@link ShopperBody} checks. */
        READ,
        /** 201 or 204. */
        WRITTEN,
        /** 404, and an error body. */
        MISSING,
        /** 304, or 200 with another entity tag if the product has changed. */
        UNCHANGED,
        /** The logged status, or for a conditional request 304 or 200. The body is not checked. */
        AS_LOGGED
    }

    public static Call list(int page, int count, int first) {
        String path = "/products?page=%s&count=%s".formatted(page, count);
        return new Call(Expect.FOUND, Route.LIST, GET, path, first, count, null, null, null, null);
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

    /** Returns a request for the ratings of a product. */
    public static Call meta(int id) {
        return read(Route.META, "/reviews/meta?product_id=" + id, id, 0);
    }

    public static Call reviews(int id, int count) {
        return read(Route.REVIEWS, "/reviews?product_id=%s&count=%s".formatted(id, count), id, 0);
    }

    public static Call questions(int id, int count) {
        return read(Route.QUESTIONS, "/qa/questions?product_id=%s&count=%s".formatted(id, count), id, 0);
    }

    public static Call answers(int id, long question) {
        return read(Route.ANSWERS, "/qa/questions/%s/answers".formatted(question), id, question);
    }

    /** Returns a request for the visitor's cart. */
    public static Call cart(String visitor) {
        return new Call(Expect.READ, Route.CART, GET, "/cart", 0, 0, null, null, visitor, null);
    }

    /** Returns a vote for a review. */
    public static Call vote(long review) {
        String path = "/reviews/%s/helpful".formatted(review);
        return new Call(Expect.WRITTEN, Route.VOTE, "PUT", path, 0, 0, null, null, null, null);
    }

    /**
     * Returns a write.
     *
     * @param visitor see {@link Call#visitor}
     */
    public static Call post(Route route, String path, String json, @Nullable String visitor) {
        return new Call(Expect.WRITTEN, route, "POST", path, 0, 0, null, json, visitor, null);
    }

    private static Call read(Route route, String path, int id, long number) {
        return new Call(Expect.READ, route, GET, path, id, number, null, null, null, null);
    }

    /** Returns a request for styles, in whose response the visitor looks for a SKU. */
    public static Call skus(int id) {
        return read(Route.STYLES, "/products/" + id + "/styles", id, 0);
    }

    /** Returns the same request, whose response must show what the visitor wrote before. */
    public Call showing(Sought written) {
        return new Call(expect, route, method, path, subject, number, etag, body, visitor, written);
    }

    /** Returns a request from an access log. */
    public static Call logged(Route route, String method, String path, int status, @Nullable String ifNoneMatch) {
        return new Call(Expect.AS_LOGGED, route, method, path, 0, status, ifNoneMatch, null, null, null);
    }

    private static Call found(Route route, String path, int id) {
        return new Call(Expect.FOUND, route, GET, path, id, 0, null, null, null, null);
    }

    /** Tells whether the response may have a status. */
    public boolean mayGet(int responseStatus) {
        return switch (expect) {
            case FOUND, READ -> responseStatus == 200;
            case WRITTEN -> responseStatus == 201 || responseStatus == 204;
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
            case FOUND, READ -> "200";
            case WRITTEN -> "201 or 204";
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
        return new Call(Expect.MISSING, route, method, path, subject, 0, null, null, null, null);
    }

    /** Returns the same request, by a client that has the response already. */
    public Call unlessChangedFrom(String knownEtag) {
        return new Call(Expect.UNCHANGED, route, method, path, subject, number, knownEtag, null, null, null);
    }
}
