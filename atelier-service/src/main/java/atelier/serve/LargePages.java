package atelier.serve;

import atelier.database.ReadPool;
import io.dropwizard.lifecycle.Managed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads pages that are too large to share a query, one after the other. They have threads and connections of their own, so however many
 * of them clients ask for, and whatever shoppers have written, other pages do not wait.
 */
public final class LargePages implements Managed {
    /** So many are in memory, because they are being read, or because their clients have not received them yet. */
    private static final int AT_ONCE = 16;

    private final BatchedReads<Supplier<byte[]>, byte[]> reads;
    private final Semaphore places = new Semaphore(AT_ONCE);

    private static final class OneByOne implements BatchedReads.Source<Supplier<byte[]>, byte[]> {
        @Override
        public List<byte[]> read(List<Supplier<byte[]>> pages) {
            return pages.stream().map(Supplier::get).toList();
        }

        @Override
        public int rows(Supplier<byte[]> page) {
            return LookupQueue.ROWS_OF_A_FULL_BATCH;
        }
    }

    public LargePages(ReadPool pool) {
        reads = new BatchedReads<>("large-pages", new OneByOne(), pool);
    }

    /** Returns the response with a page. It fails if the query does, at the limit, or if too many pages are in memory. */
    CompletableFuture<ReadResponse> find(Supplier<byte[]> page, Function<byte[], ReadResponse> response) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new Lookup.UnavailableException(AT_ONCE + " large pages are being sent already"));
        }
        return reads.find(page)
                .thenApply(items -> response.apply(items).whenSent(places::release))
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        places.release();
                    }
                });
    }

    @Override
    public void start() {
        reads.start();
    }

    @Override
    public void stop() {
        reads.stop();
    }
}
