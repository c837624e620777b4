package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import atelier.bytes.Gzip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Joins {@link Fragments} to documents. For use by one thread. */
public final class DocumentRenderer {
    private static final int SEQUENCE_BITS = 29;
    private static final int KIND_SHIFT = SEQUENCE_BITS + 31;

    private final GrowingBytes json = new GrowingBytes(1 << 14);
    private byte[] records = {};
    /** Where each record begins, in the order in which they came. */
    private int[] places = {};
    /** One for each record: kind, style, and number among {@link #places}, from the highest bits to the lowest. */
    private long[] keys = {};

    /**
     * Returns the products' documents in the order of ids.
     *
     * @param ids the products, ascending
     * @param fragments records of these products and of no others
     * @param length how many bytes of {@code fragments} are records
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

    /** Brings each product's keys together, and returns where they end. */
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
            keys[next[slot]++] = (long) Fragments.kind(records, at) << KIND_SHIFT
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
        int features = end(from, to, Fragments.PRODUCT);
        int styles = end(features, to, Fragments.FEATURE);
        int photos = end(styles, to, Fragments.STYLE);
        int skus = end(photos, to, Fragments.PHOTO);
        int related = end(skus, to, Fragments.SKU);
        return new DocumentRow(
                id,
                fragment(keys[from]),
                array(features, styles),
                styles(id, styles, photos, skus, related),
                array(related, to));
    }

    private int end(int from, int to, int kind) {
        int end = from;
        while (end < to && keys[end] >> KIND_SHIFT == kind) {
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
            // Frontends read the first one unguarded.
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
