package atelier.review;

import atelier.apidocs.OpenApiPart;
import atelier.bytes.GrowingBytes;
import atelier.database.ReadPool;
import atelier.serve.BatchedReads;
import atelier.serve.LargePages;
import atelier.serve.PageReads;
import atelier.serve.Parameter;
import atelier.serve.ReadResponse;
import atelier.serve.ReadRoute;
import atelier.serve.ResponseFormat;
import io.dropwizard.lifecycle.Managed;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The read routes of reviews. */
public final class ReviewRoutes implements Managed {
    private static final Parameter PRODUCT = Parameter.id("product_id", 422, "Error: invalid product_id provided");
    private static final int DEFAULT_COUNT = 5;

    private final ReviewSettings settings;
    private final ResponseFormat format;
    private final PageReads<ReviewDao.Page> pages;
    private final BatchedReads<Integer, byte[]> summaries;

    public ReviewRoutes(ReviewSettings settings, ReadPool pool, LargePages large, ResponseFormat format) {
        this.settings = settings;
        this.format = format;
        this.pages = new PageReads<>("reviews", ReviewDao.pages(pool), pool, large);
        this.summaries = new BatchedReads<>("review-summaries", new ReviewSummaryDao(pool), pool);
    }

    /** Returns the routes. */
    public List<ReadRoute> routes() {
        return List.of(
                ReadRoute.of(
                        "/reviews",
                        List.of(
                                PRODUCT,
                                Parameter.lenient("page", 1),
                                Parameter.lenient("count", DEFAULT_COUNT),
                                Parameter.choice("sort", "relevant", "newest", "helpful")),
                        values -> page((int) values[0], values[1], values[2], (int) values[3])),
                ReadRoute.of(
                        "/reviews/meta",
                        List.of(PRODUCT),
                        values -> summaries.find((int) values[0]).thenApply(this::response)));
    }

    /** The pages of a count that is cut follow each other too, so that a client that reads all of them misses no review. */
    private CompletableFuture<ReadResponse> page(int product, long number, long count, int sort) {
        int length = (int) Math.min(count, settings.largestPageSize());
        BigInteger skipped = BigInteger.valueOf(number - 1).multiply(BigInteger.valueOf(length));
        int reachable = skipped.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
        // The legacy API computes this member from what the client sent.
        BigInteger shown = BigInteger.valueOf(number - 1).multiply(BigInteger.valueOf(count));
        String start = "{\"product\":\"" + product + "\",\"page\":" + shown + ",\"count\":" + count + ",\"results\":[";
        return pages.find(
                new ReviewDao.Page(product, sort, reachable, length),
                reviews -> response(new GrowingBytes(start.length() + reviews.length + 2)
                        .add(start)
                        .add(reviews)
                        .add("]}")
                        .toArray()));
    }

    private ReadResponse response(byte[] body) {
        return format.json(body.length, null, () -> body);
    }

    /** Returns the routes' part of the OpenAPI document. */
    public OpenApiPart openApi() {
        return OpenApiPart.of(
                ReviewRoutes.class, Map.of("largestPageSize", Integer.toString(settings.largestPageSize())));
    }

    @Override
    public void start() {
        pages.start();
        summaries.start();
    }

    @Override
    public void stop() {
        pages.stop();
        summaries.stop();
    }
}
