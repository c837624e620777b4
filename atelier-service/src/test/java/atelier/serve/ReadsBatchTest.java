package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import io.dropwizard.util.Duration;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadsBatchTest {
    private final TestReads test = new TestReads();
    private final List<List<Integer>> queries = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    /** Starts reads whose queries wait for {@link #go}. */
    private Reads<Integer, String> start(Function<List<Integer>, List<String>> read) {
        return test.startBatches(
                keys -> {
                    queries.add(keys);
                    await(go);
                    return read.apply(keys);
                },
                key -> key / 1_000);
    }

    private CompletableFuture<String> findAndAwait(Reads<Integer, String> reads, int key) {
        CompletableFuture<String> found = reads.find(key);
        Program.await("the first query", () -> queries.size() == 1);
        return found;
    }

    @AfterEach
    void stop() {
        go.countDown();
        test.close();
    }

    @Test
    void lookupsThatComeDuringAQueryShareTheNextOne() {
        Reads<Integer, String> reads = start(ReadsBatchTest::texts);
        CompletableFuture<String> first = findAndAwait(reads, 0);

        List<CompletableFuture<String>> others =
                IntStream.rangeClosed(1, 40).mapToObj(reads::find).toList();
        go.countDown();

        assertThat(first.join()).isEqualTo("0");
        for (int i = 0; i < 40; i++) {
            assertThat(others.get(i).join()).isEqualTo(Integer.toString(i + 1));
        }
        assertThat(queries).extracting(List::size).containsExactly(1, 32, 8);
    }

    @Test
    void aBatchIsFullWhenItReadsAThousandRows() {
        Reads<Integer, String> reads = start(ReadsBatchTest::texts);
        CompletableFuture<String> first = findAndAwait(reads, 0);

        List<CompletableFuture<String>> others = IntStream.of(400_001, 400_002, 400_003, 1_000_000, 1, 2)
                .mapToObj(reads::find)
                .toList();
        go.countDown();

        assertThat(first.join()).isEqualTo("0");
        assertThat(others).allSatisfy(result -> assertThat(result.join()).isNotEmpty());
        assertThat(queries)
                .containsExactly(List.of(0), List.of(400_001, 400_002, 400_003), List.of(1_000_000), List.of(1, 2));
    }

    @Test
    void aFailedQueryFailsItsLookupsAndNoOthers() {
        Reads<Integer, String> reads = start(keys -> {
            if (keys.contains(2)) {
                throw new IllegalStateException("away");
            }
            return texts(keys);
        });
        CompletableFuture<String> before = findAndAwait(reads, 1);
        CompletableFuture<String> failing = reads.find(2);
        CompletableFuture<String> along = reads.find(3);

        go.countDown();

        assertThat(before.join()).isEqualTo("1");
        assertThat(failing.handle((value, failure) -> failure.getMessage()).join())
                .isEqualTo("away");
        assertThat(along.handle((value, failure) -> failure.getMessage()).join())
                .isEqualTo("away");
        assertThat(reads.find(4).join()).isEqualTo("4");
    }

    @Test
    void aThreadWithoutFurtherLookupsRecoversAfterAnError() {
        AtomicBoolean failing = new AtomicBoolean(true);
        Reads<Integer, String> reads = test.startBatches(
                keys -> {
                    if (failing.get()) {
                        throw new StackOverflowError("test");
                    }
                    return texts(keys);
                },
                key -> 1);
        assertThat(test.threadsUp()).isEqualTo(2);
        assertThat(reads.find(1).handle((value, failure) -> failure).join()).isInstanceOf(StackOverflowError.class);
        Program.await("the failure", () -> test.threadsUp() == 1);

        failing.set(false);

        Program.await("the recovery", () -> test.threadsUp() == 2);
    }

    @Test
    void aLookupWhoseQueryDoesNotStartInTimeFailsWhileTheOtherQueryHangs() {
        test.limits(Duration.milliseconds(300), Duration.minutes(1));
        Reads<Integer, String> reads = start(ReadsBatchTest::texts);
        CompletableFuture<String> first = findAndAwait(reads, 1);

        CompletableFuture<String> late = reads.find(2);

        Program.await("the deadline", late::isDone);
        assertThat(late.handle((value, failure) -> failure.getCause()).join())
                .isInstanceOf(SQLTransientConnectionException.class);
        assertThat(first).isNotDone();
        assertThat(test.refused()).isEqualTo(1);
        go.countDown();
        assertThat(first.join()).isEqualTo("1");
        assertThat(reads.find(2).join()).isEqualTo("2");
        assertThat(queries).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void aLookupFailsAtTheReadLimitWhileItsQueryHangs() {
        long limit = 300_000_000;
        // Far beyond what a busy machine adds; the point is that no lookup hangs.
        long slack = 20_000_000_000L;
        test.limits(Duration.minutes(1), Duration.nanoseconds(limit));
        Reads<Integer, String> reads = start(ReadsBatchTest::texts);
        long start = System.nanoTime();

        CompletableFuture<Long> failed = reads.find(1).handle((value, failure) -> System.nanoTime() - start);

        assertThat(failed.join()).isBetween(limit, limit + slack);
        assertThat(queries).containsExactly(List.of(1));
        assertThat(test.refused()).isEqualTo(1);
    }

    @Test
    void whileEveryQueryHangsFurtherLookupsFailAtOnce() {
        Reads<Integer, String> reads = startHanging(ReadsBatchTest::texts);

        assertThat(reads.find(1)).isCompletedExceptionally();
        assertThat(reads.find(2)).isCompletedExceptionally();
        assertThat(queries).containsExactly(List.of(1));
    }

    @Test
    void aValueThatComesAfterTheReadLimitIsCached() {
        Reads<Integer, String> reads = startHanging(ReadsBatchTest::texts);

        go.countDown();

        Program.await("the late value", () -> isRead(reads.find(1)));
        assertThat(reads.find(1).join()).isEqualTo("1");
        assertThat(queries).filteredOn(keys -> keys.contains(1)).hasSize(1);
        Program.await("another value", () -> isRead(reads.find(2)));
    }

    @Test
    void aDatabaseThatHangsIsTriedAgainByOneQueryAtATime() {
        CountDownLatch recovered = new CountDownLatch(1);
        Reads<Integer, String> reads = startHanging(keys -> {
            if (keys.contains(1)) {
                throw new IllegalStateException("away");
            }
            await(recovered);
            return texts(keys);
        });

        go.countDown();

        Program.await("the next query", () -> !reads.find(2).isDone() && queries.size() == 2);
        assertThat(reads.find(3)).isCompletedExceptionally();
        recovered.countDown();
        Program.await("the recovery", () -> isRead(reads.find(4)));
    }

    /** Starts reads of which the only query hangs until {@link #go}. */
    private Reads<Integer, String> startHanging(Function<List<Integer>, List<String>> read) {
        test.limits(Duration.minutes(1), Duration.milliseconds(100));
        Reads<Integer, String> reads = start(read);
        assertThat(findAndAwait(reads, 1)
                        .handle((value, failure) -> failure.getCause())
                        .join())
                .isInstanceOf(SQLTransientConnectionException.class);
        Program.await("the hang", () -> reads.find(1_000).isDone());
        return reads;
    }

    private static boolean isRead(CompletableFuture<String> result) {
        return result.isDone() && !result.isCompletedExceptionally();
    }

    @Test
    void atMostTenThousandLookupsWait() {
        Reads<Integer, String> reads = start(ReadsBatchTest::texts);
        CompletableFuture<String> first = findAndAwait(reads, 0);
        for (int i = 1; i <= 10_000; i++) {
            assertThat(reads.find(i)).isNotDone();
        }

        CompletableFuture<String> tooMany = reads.find(10_001);

        assertThat(tooMany).isCompletedExceptionally();
        go.countDown();
        assertThat(first.join()).isEqualTo("0");
    }

    @Test
    void stopRefusesTheLookupsThatWait() {
        Reads<Integer, String> reads = start(ReadsBatchTest::texts);
        assertThat(findAndAwait(reads, 0)).isNotDone();
        CompletableFuture<String> waiting = reads.find(1);

        reads.stop();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(reads.find(2)).isCompletedExceptionally();
    }

    private static List<String> texts(List<Integer> keys) {
        return keys.stream().map(key -> Integer.toString(key)).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
