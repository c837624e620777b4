package atelier.product;

import atelier.bytes.GrowingBytes;

/** The JSON of a list page, put together from lines. */
final class PageBody {
    private final int from;
    private final int to;
    private final byte[] campus;
    private final GrowingBytes json = new GrowingBytes(1 << 12);

    /**
     * Begins the page of the products at these positions.
     *
     * @param campus the JSON that stands between each product's id and its name
     */
    PageBody(int from, long to, byte[] campus) {
        this.from = from;
        this.to = (int) Math.min(Integer.MAX_VALUE, to);
        this.campus = campus;
        json.add("[");
    }

    /** Adds those of these products that belong to the page. */
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
