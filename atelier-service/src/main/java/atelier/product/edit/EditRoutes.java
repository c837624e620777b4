package atelier.product.edit;

import atelier.product.ProductRoutes;
import atelier.write.WriteTransactions;
import io.dropwizard.jersey.setup.JerseyEnvironment;

/** The routes that edit products. */
public final class EditRoutes {
    private EditRoutes() {}

    /**
     * Registers the routes.
     *
     * @param products whose cache loses an edited product at once
     */
    public static void install(
            WriteTransactions transactions, ProductRoutes products, JerseyEnvironment jersey) {
        ProductEdits edits = new ProductEdits(transactions, products);
        jersey.register(new ProductEditResource(edits));
        jersey.register(new StyleEditResource(edits));
        jersey.register(new RelatedEditResource(edits));
    }
}
