package atelier.product;

import java.util.ArrayList;
import java.util.List;

/** The {@code Link} header of a list page (RFC 8288). */
final class PageLinks {
    private PageLinks() {}

    /**
     * Returns the links to the first, previous, next and last page that exist.
     *
     * <p>The links hold only the query, so they resolve against the path and host of the request: the legacy base path or
     * a proxy's prefix included.
     */
    static String of(long page, int count, int total) {
        long last = Math.max(1, (total + count - 1L) / count);
        List<String> links = new ArrayList<>();
        links.add(link(1, count, "first"));
        if (page > 1) {
            links.add(link(Math.min(page - 1, last), count, "prev"));
        }
        if (page < last) {
            links.add(link(page + 1, count, "next"));
        }
        links.add(link(last, count, "last"));
        return String.join(", ", links);
    }

    private static String link(long page, int count, String relation) {
        return "<?page=" + page + "&count=" + count + ">; rel=\"" + relation + "\"";
    }
}
