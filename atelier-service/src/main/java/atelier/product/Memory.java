package atelier.product;

import java.util.Set;

/** All answers that a node keeps. */
public record Memory(ProductDocuments documents, ProductPages pages) implements KeptAnswers {
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
