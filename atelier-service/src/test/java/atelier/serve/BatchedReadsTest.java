package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchedReadsTest {
    private final TestReads test = new TestReads();
    private final List<List<Integer>> queries = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    /** The first query waits until {@link #go}. A value names its query. */
    private final BatchedReads<Integer, String> reads = test.startFresh(keys -> {
        queries.add(keys);
        int query = queries.size();
        if (query == 1) {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return keys.stream().map(key -> key + " of query " + query).toList();
    });

    @AfterEach
    void stop() {
        go.countDown();
        test.close();
    }

    @Test
    void aValueIsReadEachTime() {
        go.countDown();

        assertThat(reads.find(7).join()).isEqualTo("7 of query 1");
        assertThat(reads.find(7).join()).isEqualTo("7 of query 2");
    }

    /** A query that runs already may have missed what was written before the lookup. */
    @Test
    void aLookupNeverJoinsAQueryThatRuns() {
        CompletableFuture<String> first = reads.find(7);
        Program.await("the first query", () -> queries.size() == 1);

        List<CompletableFuture<String>> later = List.of(reads.find(7), reads.find(7), reads.find(8));
        go.countDown();

        assertThat(first.join()).isEqualTo("7 of query 1");
        assertThat(later)
                .extracting(CompletableFuture::join)
                .containsExactly("7 of query 2", "7 of query 2", "8 of query 2");
        assertThat(queries).containsExactly(List.of(7), List.of(7, 7, 8));
    }
}
