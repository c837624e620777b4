package atelier.serve;

import org.jspecify.annotations.Nullable;

/**
 * The URL of a read as the API's own links and all frontends write it, for which nothing needs to be decoded or refused: {@code
 * /products/5}, {@code /products/5/styles}, {@code /products/5/related}, {@code /products}, {@code /products?page=2&count=5}.
 *
 * @param kind what is asked for
 * @param number the product's id, or the page's number
 * @param count the length of the page; 0 if none is asked for
 */
record CanonicalUrl(Kind kind, int number, int count) {
    private static final String PRODUCTS = "/products";
    private static final String PAGE = "page=";
    private static final String COUNT = "count=";

    /** So many digits fit into an int. */
    private static final int MOST_DIGITS = 9;

    enum Kind {
        LIST,
        PRODUCT,
        STYLES,
        RELATED
    }

    /** Returns what a URL asks for; null if it isn't a plain one. */
    static @Nullable CanonicalUrl parse(String path, @Nullable String query) {
        if (!path.startsWith(PRODUCTS)) {
            return null;
        }
        int id = PRODUCTS.length();
        if (path.length() == id) {
            return query == null ? new CanonicalUrl(Kind.LIST, 1, 0) : list(query);
        }
        if (query != null || path.charAt(id) != '/') {
            return null;
        }
        id++;
        int end = path.indexOf('/', id);
        int number = number(path, id, end < 0 ? path.length() : end);
        Kind kind = end < 0 ? Kind.PRODUCT : kind(path, end);
        return number == 0 || kind == null ? null : new CanonicalUrl(kind, number, 0);
    }

    private static @Nullable Kind kind(String path, int start) {
        return switch (path.substring(start)) {
            case "/styles" -> Kind.STYLES;
            case "/related" -> Kind.RELATED;
            default -> null;
        };
    }

    /** In either order, each of them once at most. */
    private static @Nullable CanonicalUrl list(String query) {
        int page = 0;
        int count = 0;
        int start = 0;
        while (start <= query.length()) {
            int next = query.indexOf('&', start);
            int end = next < 0 ? query.length() : next;
            if (page == 0 && query.startsWith(PAGE, start)) {
                page = number(query, start + PAGE.length(), end);
                if (page == 0) {
                    return null;
                }
            } else if (count == 0 && query.startsWith(COUNT, start)) {
                count = number(query, start + COUNT.length(), end);
                if (count == 0) {
                    return null;
                }
            } else {
                return null;
            }
            start = end + 1;
        }
        return new CanonicalUrl(Kind.LIST, Math.max(1, page), count);
    }

    /** Returns the number that stands there without a sign or leading zeros; 0 if there is none. */
    private static int number(String text, int start, int end) {
        if (end == start || end - start > MOST_DIGITS || text.charAt(start) == '0') {
            return 0;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
