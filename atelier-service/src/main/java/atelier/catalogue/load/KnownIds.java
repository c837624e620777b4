package atelier.catalogue.load;

import com.carrotsearch.hppc.IntIntHashMap;
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

    void addStyle(int style, int product) {
        productsOfStyles.put(style, product);
    }

    /** Returns the product of a style, or 0, which no product has. */
    int productOf(int style) {
        return productsOfStyles.getOrDefault(style, 0);
    }
}
