package atelier.load;

import com.carrotsearch.hppc.IntIntHashMap;
import java.util.stream.IntStream;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Which products and styles have been loaded, so that rows which refer to others can be judged without asking anybody. */
final class KnownIds {
    private final RoaringBitmap products = new RoaringBitmap();
    private final IntIntHashMap productsOfStyles = new IntIntHashMap();

    void addProduct(int product) {
        products.add(product);
    }

    boolean hasProduct(int product) {
        return products.contains(product);
    }

    int productCount() {
        return products.getCardinality();
    }

    /** Returns the lowest product's id and each that follows {@code interval} products on. */
    int[] everyProduct(int interval) {
        return IntStream.iterate(0, rank -> rank < productCount(), rank -> rank + interval)
                .map(products::select)
                .toArray();
    }

    /** Returns the first {@code count} products, or as many as there are, from an id on, in the order of ids. */
    int[] products(int fromId, int count) {
        PeekableIntIterator ids = products.getIntIterator();
        ids.advanceIfNeeded(fromId);
        return IntStream.generate(() -> ids.hasNext() ? ids.next() : 0)
                .limit(count)
                .takeWhile(id -> id > 0)
                .toArray();
    }

    void addStyle(int style, int product) {
        productsOfStyles.put(style, product);
    }

    /** Returns the product of a style, or 0, which no product has. */
    int productOf(int style) {
        return productsOfStyles.getOrDefault(style, 0);
    }
}
