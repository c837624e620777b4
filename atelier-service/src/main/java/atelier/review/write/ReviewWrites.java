package atelier.review.write;

import atelier.apidocs.OpenApiPart;
import atelier.write.shopper.RefusedException;
import atelier.write.shopper.ShopperForm;
import atelier.write.shopper.ShopperReply;
import atelier.write.shopper.ShopperRequest;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The routes by which shoppers write reviews and vote on them. */
public final class ReviewWrites {
    private final ShopperStatements statements;

    public ReviewWrites(ShopperStatements statements) {
        this.statements = statements;
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(ReviewWrites.class, Map.of());
    }

    /** Returns the routes. */
    public List<ShopperRoute> routes() {
        return List.of(
                ShopperRoute.post("/reviews", this::write),
                ShopperRoute.put("/reviews/{review_id}/helpful", request -> vote(request, ReviewStatements::helpful)),
                ShopperRoute.put("/reviews/{review_id}/report", request -> vote(request, ReviewStatements::report)));
    }

    private CompletableFuture<ShopperReply> write(ShopperRequest request) {
        ShopperForm form = ShopperForm.of("Review", request.body());
        NewReview review = NewReview.of(form);
        return statements.run(connection -> {
            if (!ReviewStatements.write(connection, review)) {
                throw form.refusal("product_id: there is no product " + review.product());
            }
            return ShopperReply.CREATED;
        });
    }

    private interface Vote {
        boolean on(Connection connection, int review) throws SQLException;
    }

    private CompletableFuture<ShopperReply> vote(ShopperRequest request, Vote vote) {
        int review = request.id("review");
        return statements.run(connection -> {
            if (!vote.on(connection, review)) {
                throw new RefusedException(404, "There is no review " + review);
            }
            return ShopperReply.NO_CONTENT;
        });
    }
}
