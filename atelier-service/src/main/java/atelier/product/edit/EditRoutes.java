package atelier.product.edit;

import atelier.apidocs.OpenApiPart;
import atelier.product.ProductRoutes;
import atelier.write.WriteTransactions;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.Map;

/** The routes that edit products. */
public final class EditRoutes {
    private EditRoutes() {}

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(EditRoutes.class, Map.of());
    }

    /**
     * Registers the routes.
     *
     * @param products whose cache loses an edited product at once
     */
    public static void install(WriteTransactions transactions, ProductRoutes products, JerseyEnvironment jersey) {
        ProductEdits edits = new ProductEdits(transactions, products);
        jersey.register(new ProductEditResource(edits));
        jersey.register(new StyleEditResource(edits));
        jersey.register(new RelatedEditResource(edits));
    }
}
