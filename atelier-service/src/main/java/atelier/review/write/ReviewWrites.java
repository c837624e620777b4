package atelier.review.write;

import atelier.apidocs.OpenApiPart;
import atelier.write.shopper.BatchedWrites;
import atelier.write.shopper.ShopperForm;
import atelier.write.shopper.ShopperReply;
import atelier.write.shopper.ShopperRequest;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperStatements;
import atelier.write.shopper.VoteStatement;
import atelier.write.shopper.Votes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The routes by which shoppers write reviews and vote on them. */
public final class ReviewWrites {
    private static final String REVIEW = "reviews.review";

    private final BatchedWrites<NewReview> reviews;
    private final Votes helpful;
    private final Votes reports;

    public ReviewWrites(ShopperStatements statements) {
        this.reviews = statements.batched(new ReviewStatement());
        this.helpful = new Votes("review", VoteStatement.helpful(REVIEW, "helpfulness"), statements);
        this.reports = new Votes("review", VoteStatement.report(REVIEW), statements);
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(ReviewWrites.class, Map.of());
    }

    /** Returns the routes. */
    public List<ShopperRoute> routes() {
        return List.of(
                ShopperRoute.post("/reviews", this::write),
                ShopperRoute.put("/reviews/{review_id}/helpful", helpful),
                ShopperRoute.put("/reviews/{review_id}/report", reports));
    }

    private CompletableFuture<ShopperReply> write(ShopperRequest request) {
        ShopperForm form = ShopperForm.of("Review", request.body());
        NewReview review = NewReview.of(form);
        return reviews.write(review).thenApply(written -> {
            if (!written) {
                throw form.refusal("product_id: there is no product " + review.product());
            }
            return ShopperReply.CREATED;
        });
    }
}
