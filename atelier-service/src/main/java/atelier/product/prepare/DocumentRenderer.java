package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import atelier.bytes.Gzip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Joins {@link Fragments} to the documents of products. For use by one thread. */
public final class DocumentRenderer {
    private static final int SEQUENCE_BITS = 29;
    private static final int TABLE_SHIFT = SEQUENCE_BITS + 31;

    private final GrowingBytes json = new GrowingBytes(1 << 14);
    private byte[] records = {};
    /** The position of each record, in the order of the records. */
    private int[] places = {};
    /** For each record, from the highest bits to the lowest: table, style, and index in {@link #places}. */
    private long[] keys = {};

    /**
     * Returns the products' documents in the order of ids.
     *
     * @param ids the products, ascending
     * @param fragments the records of these products only
     * @param length the number of bytes of {@code fragments} that are records
     */
    public List<DocumentRow> render(int[] ids, byte[] fragments, int length) {
        records = fragments;
        int[] ends = group(ids, length);
        List<DocumentRow> documents = new ArrayList<>(ids.length);
        int from = 0;
        for (int slot = 0; slot < ids.length; slot++) {
            Arrays.sort(keys, from, ends[slot]);
            documents.add(document(ids[slot], from, ends[slot]));
            from = ends[slot];
        }
        return documents;
    }

    /** Groups the keys by product, and returns the end of each group. */
    private int[] group(int[] ids, int length) {
        int[] next = new int[ids.length + 1];
        int count = 0;
        int slot = 0;
        for (int at = 0; at < length; at = Fragments.end(records, at)) {
            slot = slot(ids, slot, at);
            next[slot + 1]++;
            count++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        places = new int[count];
        keys = new long[count];
        int sequence = 0;
        for (int at = 0; at < length; at = Fragments.end(records, at)) {
            slot = slot(ids, slot, at);
            places[sequence] = at;
            keys[next[slot]++] = (long) Fragments.table(records, at) << TABLE_SHIFT
                    | (long) Fragments.style(records, at) << SEQUENCE_BITS
                    | sequence++;
        }
        return next;
    }

    private int slot(int[] ids, int last, int at) {
        int product = Fragments.product(records, at);
        return ids[last] == product ? last : Arrays.binarySearch(ids, product);
    }

    private DocumentRow document(int id, int from, int to) {
        int features = end(from, to, CatalogueTable.PRODUCT);
        int styles = end(features, to, CatalogueTable.FEATURE);
        int photos = end(styles, to, CatalogueTable.STYLE);
        int skus = end(photos, to, CatalogueTable.PHOTO);
        int related = end(skus, to, CatalogueTable.SKU);
        return new DocumentRow(
                id,
                fragment(keys[from]),
                array(features, styles),
                styles(id, styles, photos, skus, related),
                array(related, to));
    }

    // The number of a table is in memory only.
    @SuppressWarnings("EnumOrdinal")
    private int end(int from, int to, CatalogueTable table) {
        int end = from;
        while (end < to && keys[end] >> TABLE_SHIFT == table.place()) {
            end++;
        }
        return end;
    }

    private byte[] fragment(long key) {
        int at = place(key);
        return Arrays.copyOfRange(records, at + Fragments.HEAD, Fragments.end(records, at));
    }

    private byte[] array(int from, int to) {
        json.clear();
        json.add("[");
        add(from, to);
        return json.add("]").toArray();
    }

    private byte[] styles(int id, int from, int photos, int skus, int end) {
        json.clear();
        json.add("{\"product_id\":\"").number(id).add("\",\"results\":[");
        int photo = photos;
        int sku = skus;
        for (int style = from; style < photos; style++) {
            json.add(style == from ? "" : ",");
            add(style, style + 1);
            int photosEnd = endOfStyle(photo, skus, keys[style]);
            json.add(",\"photos\":[");
            // Frontends read the first photo without a check.
            json.add(photo == photosEnd ? "{\"thumbnail_url\":null,\"url\":null}" : "");
            add(photo, photosEnd);
            photo = photosEnd;
            int skusEnd = endOfStyle(sku, end, keys[style]);
            json.add("],\"skus\":{").add(sku == skusEnd ? "\"null\":{\"quantity\":null,\"size\":null}" : "");
            add(sku, skusEnd);
            sku = skusEnd;
            json.add("}}");
        }
        json.add("]}");
        return Gzip.compressFast(json.array(), json.length());
    }

    private int endOfStyle(int from, int to, long style) {
        int end = from;
        while (end < to && style(keys[end]) == style(style)) {
            end++;
        }
        return end;
    }

    /** Adds fragments with commas between them. */
    private void add(int from, int to) {
        for (int i = from; i < to; i++) {
            json.add(i == from ? "" : ",");
            int at = place(keys[i]);
            json.add(records, at + Fragments.HEAD, Fragments.end(records, at));
        }
    }

    private int place(long key) {
        return places[(int) key & (1 << SEQUENCE_BITS) - 1];
    }

    private static int style(long key) {
        return (int) (key >> SEQUENCE_BITS) & Integer.MAX_VALUE;
    }
}
