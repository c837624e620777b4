package atelier;

import atelier.cache.KeptAnswers;
import atelier.document.Documents;
import atelier.product.ProductPages;
import java.util.Set;

/** All answers that a node keeps. */
record Memory(Documents documents, ProductPages pages) implements KeptAnswers {
    @Override
    public void forgetAll() {
        documents.clear();
        pages.clear();
    }

    @Override
    public void forget(Set<Integer> products, boolean list) {
        products.forEach(documents::forget);
        if (list) {
            pages.clear();
        }
    }
}
