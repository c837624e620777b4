package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import atelier.bytes.Gzip;
import atelier.load.SortedRecords;
import java.util.ArrayList;
import java.util.List;

/** Joins the records of {@link Fragments} to the documents of products. */
public final class DocumentRenderer {
    private final GrowingBytes json = new GrowingBytes(1 << 14);
    private final SortedRecords records;

    private DocumentRenderer(SortedRecords records) {
        this.records = records;
    }

    /**
     * Returns the products' documents in the order of ids.
     *
     * @param ids the products, ascending
     * @param fragments the records of these products only
     * @param length the number of bytes of {@code fragments} that are records
     */
    public static List<DocumentRow> render(int[] ids, byte[] fragments, int length) {
        SortedRecords records = new SortedRecords(ids, fragments, length);
        DocumentRenderer renderer = new DocumentRenderer(records);
        List<DocumentRow> documents = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            documents.add(renderer.document(ids[i], records.start(i), records.end(i)));
        }
        return documents;
    }

    private DocumentRow document(int id, int from, int to) {
        int features = end(from, to, CatalogueTable.PRODUCT);
        int styles = end(features, to, CatalogueTable.FEATURE);
        int photos = end(styles, to, CatalogueTable.STYLE);
        int skus = end(photos, to, CatalogueTable.PHOTO);
        int related = end(skus, to, CatalogueTable.SKU);
        return new DocumentRow(
                id,
                records.content(from),
                array(features, styles),
                styles(id, styles, photos, skus, related),
                array(related, to));
    }

    private int end(int from, int to, CatalogueTable table) {
        int end = from;
        while (end < to && records.kind(end) == table.place()) {
            end++;
        }
        return end;
    }

    private byte[] array(int from, int to) {
        json.clear();
        json.add("[");
        records.addTo(json, from, to);
        return json.add("]").toArray();
    }

    private byte[] styles(int id, int from, int photos, int skus, int end) {
        json.clear();
        json.add("{\"product_id\":\"").number(id).add("\",\"results\":[");
        int photo = photos;
        int sku = skus;
        for (int style = from; style < photos; style++) {
            json.add(style == from ? "" : ",");
            records.addTo(json, style, style + 1);
            int photosEnd = endOfStyle(photo, skus, style);
            json.add(",\"photos\":[");
            // Frontends read the first photo without a check.
            json.add(photo == photosEnd ? "{\"thumbnail_url\":null,\"url\":null}" : "");
            records.addTo(json, photo, photosEnd);
            photo = photosEnd;
            int skusEnd = endOfStyle(sku, end, style);
            json.add("],\"skus\":{").add(sku == skusEnd ? "\"null\":{\"quantity\":null,\"size\":null}" : "");
            records.addTo(json, sku, skusEnd);
            sku = skusEnd;
            json.add("}}");
        }
        json.add("]}");
        return Gzip.compressFast(json.array(), json.length());
    }

    private int endOfStyle(int from, int to, int style) {
        int end = from;
        while (end < to && records.number(end) == records.number(style)) {
            end++;
        }
        return end;
    }
}
