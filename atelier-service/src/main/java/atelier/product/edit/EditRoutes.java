package atelier.product.edit;

import atelier.product.KeptAnswers;
import atelier.product.ProductDocuments;
import atelier.write.WriteTransactions;
import io.dropwizard.jersey.setup.JerseyEnvironment;

/** The routes that edit products. */
public final class EditRoutes {
    private EditRoutes() {}

    /**
     * Registers the routes.
     *
     * @param cached the caches of this node, from which an edit removes its product at once
     */
    public static void install(
            WriteTransactions transactions, ProductDocuments documents, KeptAnswers cached, JerseyEnvironment jersey) {
        ProductEdits edits = new ProductEdits(transactions, documents, cached);
        jersey.register(new ProductEditResource(edits));
        jersey.register(new StyleEditResource(edits));
        jersey.register(new RelatedEditResource(edits));
    }
}
