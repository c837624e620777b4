package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.metrics.Metrics;
import atelier.testing.Program;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.util.Duration;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final Metrics metrics = new Metrics(new MetricRegistry());
    private final List<List<Integer>> statements = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private @Nullable Batches<Integer, String> batches;

    private Batches<Integer, String> start(Duration patience, Function<List<Integer>, List<String>> read) {
        Batches<Integer, String> started =
                new Batches<>("test", 1, patience, metrics, question -> question / 1_000, questions -> {
                    statements.add(questions);
                    await(go);
                    return read.apply(questions);
                });
        started.start();
        batches = started;
        return started;
    }

    @AfterEach
    void stop() {
        if (batches != null) {
            batches.stop();
        }
    }

    @Test
    void whatComesWhileAStatementRunsGoesIntoTheNextOne() {
        Batches<Integer, String> batches = start(Duration.minutes(1), BatchesTest::texts);
        CompletableFuture<String> first = batches.ask(0);
        Program.await("the first statement", () -> statements.size() == 1);

        List<CompletableFuture<String>> others =
                IntStream.rangeClosed(1, 40).mapToObj(batches::ask).toList();
        go.countDown();

        assertThat(first.join()).isEqualTo("0");
        for (int i = 0; i < 40; i++) {
            assertThat(others.get(i).join()).isEqualTo(Integer.toString(i + 1));
        }
        assertThat(statements).extracting(List::size).containsExactly(1, 32, 8);
    }

    @Test
    void aStatementTakesNoMoreQuestionsOnceTheyAskForAThousandRows() {
        Batches<Integer, String> batches = start(Duration.minutes(1), BatchesTest::texts);
        CompletableFuture<String> first = batches.ask(0);
        Program.await("the first statement", () -> statements.size() == 1);

        List<CompletableFuture<String>> others = IntStream.of(400_001, 400_002, 400_003, 1_000_000, 1, 2)
                .mapToObj(batches::ask)
                .toList();
        go.countDown();

        assertThat(first.join()).isEqualTo("0");
        assertThat(others).allSatisfy(answer -> assertThat(answer.join()).isNotEmpty());
        assertThat(statements)
                .containsExactly(List.of(0), List.of(400_001, 400_002, 400_003), List.of(1_000_000), List.of(1, 2));
    }

    @Test
    void aFaultIsToldToAllWhoAskedAndToNobodyElse() {
        Batches<Integer, String> batches = start(Duration.minutes(1), questions -> {
            if (questions.contains(2)) {
                throw new IllegalStateException("away");
            }
            return texts(questions);
        });
        CompletableFuture<String> before = batches.ask(1);
        Program.await("the first statement", () -> statements.size() == 1);
        CompletableFuture<String> failing = batches.ask(2);
        CompletableFuture<String> along = batches.ask(3);

        go.countDown();

        assertThat(before.join()).isEqualTo("1");
        assertThat(failing.handle((answer, failure) -> failure.getMessage()).join())
                .isEqualTo("away");
        assertThat(along.handle((answer, failure) -> failure.getMessage()).join())
                .isEqualTo("away");
        assertThat(batches.ask(4).join()).isEqualTo("4");
    }

    @Test
    void whoeverWaitedTooLongIsRefusedAndCounted() {
        Batches<Integer, String> batches = start(Duration.milliseconds(500), BatchesTest::texts);
        CompletableFuture<String> first = batches.ask(1);
        Program.await("the first statement", () -> statements.size() == 1);
        CompletableFuture<String> late = batches.ask(2);
        long asked = System.nanoTime();
        Program.await("a while", () -> System.nanoTime() - asked > 600_000_000);

        go.countDown();

        assertThat(late.handle((answer, failure) -> failure.getCause()).join())
                .isInstanceOf(SQLTransientConnectionException.class);
        assertThat(first.join()).isEqualTo("1");
        assertThat(statements).hasSize(1);
        assertThat(metrics.sum("database_lookups_refused")).isEqualTo(1);
    }

    @Test
    void noMoreWaitThanThereIsRoomFor() {
        Batches<Integer, String> batches = start(Duration.minutes(1), BatchesTest::texts);
        CompletableFuture<String> first = batches.ask(0);
        Program.await("the first statement", () -> statements.size() == 1);
        for (int i = 1; i <= 10_000; i++) {
            assertThat(batches.ask(i)).isNotDone();
        }

        CompletableFuture<String> tooMany = batches.ask(10_001);

        assertThat(tooMany).isCompletedExceptionally();
        go.countDown();
        assertThat(first.join()).isEqualTo("0");
    }

    private static List<String> texts(List<Integer> questions) {
        return questions.stream().map(question -> Integer.toString(question)).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
