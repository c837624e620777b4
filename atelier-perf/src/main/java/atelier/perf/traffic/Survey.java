package atelier.perf.traffic;

import atelier.perf.settings.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads several paths of the service, some at once and within a time limit, and says so if that takes long. The first ones are always read.
 *
 * @param target the service, for the message
 * @param limit after this time no further read begins
 * @param screen where a person waits
 */
record Survey(String target, Duration limit, Consumer<String> screen) {
    private static final int AT_ONCE = 8;

    /** Longer than a healthy service takes for all. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /**
     * Returns what was read, in the order of the paths.
     *
     * @throws UsageException if a read fails
     */
    <T> List<T> of(List<String> paths, Function<String, T> read) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        long start = System.nanoTime();
        AtomicInteger begun = new AtomicInteger();
        try {
            List<Future<Optional<T>>> results = new ArrayList<>();
            for (String path : paths) {
                results.add(threads.submit(
                        () -> begun.getAndIncrement() < AT_ONCE || System.nanoTime() - start < limit.toNanos()
                                ? Optional.of(read.apply(path))
                                : Optional.empty()));
            }
            return await(results, start);
        } finally {
            threads.shutdownNow();
        }
    }

    private <T> List<T> await(List<Future<Optional<T>>> results, long start) {
        boolean said = false;
        List<T> values = new ArrayList<>();
        for (int number = 0; number < results.size(); number++) {
            Future<Optional<T>> result = results.get(number);
            try {
                if (!said && !isDone(result, start)) {
                    said = true;
                    screen.accept(String.format(
                            Locale.ROOT,
                            "%s responds slowly: %d of %d requests before the load took %d s",
                            target,
                            number,
                            results.size(),
                            SILENCE.toSeconds()));
                }
                result.get().ifPresent(values::add);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof UsageException known ? known : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UsageException("interrupted while waiting for " + target);
            }
        }
        return values;
    }

    /** Waits for a result until it is time to tell the person why the program waits. */
    private static boolean isDone(Future<?> result, long start) throws ExecutionException, InterruptedException {
        try {
            result.get(Math.max(0, SILENCE.toNanos() - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
