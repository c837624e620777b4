package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.product.ProductRoutes;
import atelier.serve.ReadResponse;
import atelier.write.EditRequest;
import atelier.write.InvalidFieldsException;
import atelier.write.WriteTransactions;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs edits, each in its own transaction, and removes the edited product from this node's cache at once. */
final class ProductEdits {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProductEdits.class);

    private final WriteTransactions transactions;
    private final ProductRoutes products;

    ProductEdits(WriteTransactions transactions, ProductRoutes products) {
        this.transactions = transactions;
        this.products = products;
    }

    /**
     * Runs an edit, unless the product has the wanted values already.
     *
     * @return the edited response as it is now
     * @throws WebApplicationException if the thing does not exist, the client's ETag is old, or an import is running
     * @throws InvalidFieldsException if the edit refers to an unknown product
     * @throws SQLException if the database is unavailable or too slow
     */
    ReadResponse run(int product, ProductEdit edit, EditRequest request) throws SQLException {
        EditTransaction.Result result = transactions.run(
                handle -> new EditTransaction(products.documents(), product, edit, request, handle).run());
        if (result.number() > 0) {
            products.forget(Set.of(product), edit.part() == ProductDocument.Part.PRODUCT);
            LOGGER.info(
                    "{} changed {} of /products/{}{} (change {} of the catalogue of {})",
                    request.writer(),
                    result.members(),
                    product,
                    edit.path(),
                    result.number(),
                    result.edition());
        }
        return result.response();
    }
}
