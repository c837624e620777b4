package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import atelier.bytes.TextRange;

/**
 * What single rows contribute to documents: a sequence of records, each of a head (product, style, kind and length) and a
 * piece of JSON. Records may be put together in any way, as long as those of one kind stay in the order of their file.
 *
 * <p>Together with {@link DocumentRenderer}, which joins the pieces, this is the shape of every answer about a product.
 */
public final class Fragments {
    static final int PRODUCT = 0;
    static final int FEATURE = 1;
    static final int STYLE = 2;
    static final int PHOTO = 3;
    static final int SKU = 4;
    static final int RELATED = 5;

    static final int HEAD = 12;

    private static final int LENGTH_BITS = 28;
    private static final int LONGEST = (1 << LENGTH_BITS) - 1;

    private final GrowingBytes bytes = new GrowingBytes(1 << 12);

    /** Returns the records, with other bytes behind them. */
    public byte[] array() {
        return bytes.array();
    }

    public int length() {
        return bytes.length();
    }

    public void clear() {
        bytes.clear();
    }

    /** Returns the product of the record that begins there. */
    public static int product(byte[] records, int at) {
        return number(records, at);
    }

    /** Returns where the record that begins there ends. */
    public static int end(byte[] records, int at) {
        return at + HEAD + (number(records, at + 8) & LONGEST);
    }

    static int style(byte[] records, int at) {
        return number(records, at + 4);
    }

    static int kind(byte[] records, int at) {
        return number(records, at + 8) >> LENGTH_BITS;
    }

    private static int number(byte[] records, int at) {
        return records[at] << 24
                | (records[at + 1] & 0xFF) << 16
                | (records[at + 2] & 0xFF) << 8
                | (records[at + 3] & 0xFF);
    }

    /** Adds a product; its times are ASCII as they shall be answered. */
    public void product(
            int id,
            TextRange name,
            TextRange slogan,
            TextRange description,
            TextRange category,
            long defaultCents,
            String createdAt,
            String updatedAt) {
        int start = begin(id, 0);
        bytes.add("\"name\":").text(name);
        bytes.add(",\"slogan\":").text(slogan);
        bytes.add(",\"description\":").text(description);
        bytes.add(",\"category\":").text(category);
        bytes.add(",\"default_price\":").price(defaultCents);
        bytes.add(",\"created_at\":\"").add(createdAt);
        bytes.add("\",\"updated_at\":\"").add(updatedAt).add("\"");
        end(start, PRODUCT);
    }

    public void feature(int product, TextRange feature, TextRange value) {
        int start = begin(product, 0);
        bytes.add("{\"feature\":").text(feature).add(",\"value\":").text(value).add("}");
        end(start, FEATURE);
    }

    /** Adds a style; {@code saleCents} is negative where there is no sale. */
    public void style(int product, int id, TextRange name, long originalCents, long saleCents, boolean isDefault) {
        int start = begin(product, id);
        bytes.add("{\"style_id\":").number(id).add(",\"name\":").text(name);
        bytes.add(",\"original_price\":").price(originalCents).add(",\"sale_price\":");
        if (saleCents < 0) {
            bytes.add("null");
        } else {
            bytes.price(saleCents);
        }
        bytes.add(isDefault ? ",\"default?\":true" : ",\"default?\":false");
        end(start, STYLE);
    }

    public void photo(int product, int style, TextRange thumbnailUrl, TextRange url) {
        int start = begin(product, style);
        bytes.add("{\"thumbnail_url\":").text(thumbnailUrl);
        bytes.add(",\"url\":").text(url).add("}");
        end(start, PHOTO);
    }

    public void sku(int product, int style, int id, int quantity, TextRange size) {
        int start = begin(product, style);
        bytes.add("\"").number(id).add("\":{\"quantity\":").number(quantity);
        bytes.add(",\"size\":").text(size).add("}");
        end(start, SKU);
    }

    public void related(int product, int relatedProduct) {
        int start = begin(product, 0);
        bytes.number(relatedProduct);
        end(start, RELATED);
    }

    private int begin(int product, int style) {
        int start = bytes.length();
        bytes.addInt(product).addInt(style).addInt(0);
        return start;
    }

    private void end(int start, int kind) {
        int length = bytes.length() - start - HEAD;
        if (length > LONGEST) {
            throw new IllegalArgumentException("A row of product " + product(bytes.array(), start) + " has " + length
                    + " bytes, more than " + LONGEST);
        }
        bytes.setInt(start + 8, kind << LENGTH_BITS | length);
    }
}
