package atelier.serve;

import atelier.database.ReadPool;
import io.dropwizard.lifecycle.Managed;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads of pages that share queries, except for the few pages that are too large for that. */
public final class PageReads<P> implements Managed {
    private final PageQuery<P> query;
    private final BatchedReads<P, Optional<byte[]>> together;
    private final LargePages alone;

    /**
     * Creates reads that start with {@link #start}.
     *
     * @param name names the threads and the metrics
     */
    public PageReads(String name, PageQuery<P> query, ReadPool pool, LargePages alone) {
        this.query = query;
        this.together = new BatchedReads<>(name, query, pool);
        this.alone = alone;
    }

    /**
     * Returns the response with a page. It fails if the database does, or at the limit.
     *
     * @param response makes it from the items of the page, which are separated by commas
     */
    public CompletableFuture<ReadResponse> find(P page, Function<byte[], ReadResponse> response) {
        long since = System.nanoTime();
        return together.find(page, since)
                .thenCompose(items -> items.map(response)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> alone.find(() -> query.readAlone(page), since, response)));
    }

    @Override
    public void start() {
        together.start();
    }

    @Override
    public void stop() {
        together.stop();
    }
}
