package atelier.serve;

import atelier.database.ReadPool;
import io.dropwizard.lifecycle.Managed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads pages that are too large to share a query, one after the other. They have a thread and a connection of their own. So other pages do
 * not wait, however many large pages clients request, and however long the shoppers' texts are.
 */
public final class LargePages implements Managed {
    /** The most memory for pages that are being read, or that clients have not received completely. */
    private static final int MOST_KIBIBYTES = 1 << 15;

    /** The memory that a page may need while it is read and its size is unknown. */
    private static final int LARGEST_KIBIBYTES = PageQuery.LARGEST_PAGE >> 10;

    private final BatchedReads<Supplier<byte[]>, Optional<Page>> reads;
    private final Semaphore kibibytes = new Semaphore(MOST_KIBIBYTES);

    /** A page that has been read, and its share of the memory until it is released. */
    private static final class Page {
        private final byte[] items;
        private final int kibibytes;

        Page(byte[] items) {
            this.items = items;
            this.kibibytes = Math.min(LARGEST_KIBIBYTES, 1 + (items.length >> 10));
        }
    }

    private final class OneByOne implements BatchedReads.Source<Supplier<byte[]>, Optional<Page>> {
        @Override
        public List<Optional<Page>> read(List<Supplier<byte[]>> pages) {
            return pages.stream().map(LargePages.this::read).toList();
        }

        @Override
        public int rows(Supplier<byte[]> page) {
            return LookupQueue.ROWS_OF_A_FULL_BATCH;
        }

        @Override
        public void discard(Optional<Page> page) {
            page.ifPresent(LargePages.this::release);
        }
    }

    public LargePages(ReadPool pool) {
        reads = new BatchedReads<>("large-pages", new OneByOne(), pool);
    }

    /**
     * Returns the response with a page. It fails if the query fails, at the limit, or if clients have not yet received earlier pages.
     *
     * @param since the {@link System#nanoTime} at which the request came
     */
    CompletableFuture<ReadResponse> find(Supplier<byte[]> page, long since, Function<byte[], ReadResponse> response) {
        return reads.find(page, since).thenApply(found -> {
            Page read = found.orElseThrow(() -> new Lookup.UnavailableException("Clients have not received the "
                    + (MOST_KIBIBYTES >> 10) + " MiB of large pages that were read before"));
            try {
                return response.apply(read.items).whenSent(() -> release(read));
            } catch (RuntimeException | Error e) {
                release(read);
                throw e;
            }
        });
    }

    /** Returns a page, or nothing if there may be no room for it. A page that waits for its turn takes none. */
    private Optional<Page> read(Supplier<byte[]> page) {
        if (!kibibytes.tryAcquire(LARGEST_KIBIBYTES)) {
            return Optional.empty();
        }
        int unused = LARGEST_KIBIBYTES;
        try {
            Page read = new Page(page.get());
            unused -= read.kibibytes;
            return Optional.of(read);
        } finally {
            kibibytes.release(unused);
        }
    }

    private void release(Page page) {
        kibibytes.release(page.kibibytes);
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
