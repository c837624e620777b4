package atelier.product;

import atelier.bytes.GrowingBytes;

/** Builds the JSON of a list page from lines that an import has prepared. */
final class PageBody {
    private final int from;
    private final int to;
    private final byte[] campus;
    private final GrowingBytes json = new GrowingBytes(1 << 12);

    /**
     * Starts the page of the products from one position up to another.
     *
     * @param campus the JSON between the id and the name of each product
     */
    PageBody(int from, long to, byte[] campus) {
        this.from = from;
        this.to = (int) Math.min(Integer.MAX_VALUE, to);
        this.campus = campus;
        json.add("[");
    }

    /** Adds the products that belong to the page, from lines of which the first has this position. */
    void add(int position, byte[] lines) {
        int start = 0;
        for (int place = position; start < lines.length && place < to; place++) {
            int end = indexOf('\n', lines, start);
            if (place >= from) {
                int name = indexOf(',', lines, start) + 1;
                json.add(json.length() == 1 ? "" : ",").add(lines, start, name - 1);
                json.add(campus).add(lines, name, end);
            }
            start = end + 1;
        }
    }

    byte[] finish() {
        return json.add("]").toArray();
    }

    private static int indexOf(char wanted, byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
