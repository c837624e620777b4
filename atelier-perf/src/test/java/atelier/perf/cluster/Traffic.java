package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Figures;
import atelier.perf.schedule.LoadCurve;
import atelier.perf.schedule.PacedPlan;
import atelier.perf.schedule.Plan;
import atelier.perf.settings.IdChoice;
import atelier.perf.settings.Mix;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.EntityTags;
import atelier.perf.traffic.Ids;
import atelier.perf.traffic.Route;
import atelier.perf.traffic.ShopperBody;
import atelier.perf.traffic.Visit;
import atelier.perf.traffic.Visitors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Views of whole pages at a constant rate, until this is closed or three minutes are over. One visitor in fifty writes, and looks at it
 * afterwards. Visits begin when they are due, however slow the responses are; their visitors do not think. Every response is checked.
 */
final class Traffic implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAXIMUM_ATTEMPTS = 5;
    private static final double RELATED = 4;
    private static final Pattern CREATED = Pattern.compile("\"created_at\":\"[^\"]*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final String address;
    private final Catalogue catalogue;
    private final PacedPlan plan;
    private final EntityTags entityTags = new EntityTags();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Collection<Sample> samples = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private final Collection<CompletableFuture<?>> visits = new ConcurrentLinkedQueue<>();
    private final long start = System.nanoTime();
    private final Thread clock = new Thread(this::send, "traffic");
    private volatile boolean stopped;

    private Traffic(String address, Catalogue catalogue, double rate) {
        this.address = address;
        this.catalogue = catalogue;
        Ids ids = Ids.of(new IdChoice(1, null), catalogue, 1);
        Visitors visitors = new Visitors(catalogue, ids, entityTags, 1);
        this.plan = new PacedPlan(
                LoadCurve.constant(LONGEST, rate),
                () -> visitors.page(true),
                Visitors.requestsPerVisit(Mix.PAGES, RELATED),
                1);
    }

    /** Starts to send {@code rate} requests per second. */
    static Traffic start(String address, Catalogue catalogue, double rate) {
        Traffic traffic = new Traffic(address, catalogue, rate);
        traffic.clock.setDaemon(true);
        traffic.clock.start();
        return traffic;
    }

    /** Returns the seconds since the start. */
    double now() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Waits while the traffic continues. */
    void run(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    }

    /** Stops, and waits for the last responses. */
    Samples end() throws InterruptedException {
        stopped = true;
        clock.join();
        CompletableFuture.allOf(visits.toArray(CompletableFuture[]::new))
                .orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        // A few connections may close; more retries mean a server that does not respond.
        assertThat(sentAgain.get()).as("requests sent again").isLessThanOrEqualTo(10 + samples.size() / 100);
        return new Samples(List.copyOf(samples));
    }

    private void send() {
        try {
            while (!stopped) {
                Plan.Arrival arrival = plan.next(now());
                double wait = arrival == null ? 0.01 : arrival.due() - now();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep((long) (wait * 1e9));
                }
                if (arrival != null) {
                    visits.add(waves(arrival.visit()).thenRun(() -> plan.ended(arrival.visit())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Void> waves(Visit visit) {
        return wave(visit).thenCompose(wave -> {
            if (!visit.hasNextWave()) {
                return CompletableFuture.completedFuture(null);
            }
            visit.nextWave();
            return waves(visit);
        });
    }

    private CompletableFuture<Void> wave(Visit visit) {
        List<CompletableFuture<?>> responses = new ArrayList<>();
        while (visit.claim()) {
            responses.add(ask(visit, visit.next()));
        }
        return CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> ask(Visit visit, Call call) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + call.path())).timeout(PATIENCE);
        if (call.etag() != null) {
            request.header("If-None-Match", call.etag());
        }
        if (call.visitor() != null) {
            request.header("Authorization", call.visitor());
        }
        boolean write = call.expect() == Call.Expect.WRITTEN;
        request.method(
                call.method(),
                call.body() == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(call.body()));
        double began = now();
        // Nobody knows whether a write without a response was stored.
        return send(request.build(), write ? 1 : MAXIMUM_ATTEMPTS).handle((response, problem) -> {
            samples.add(sample(visit, call, began, response, problem));
            if (response != null && response.statusCode() == 200) {
                remember(visit, call, response);
            }
            return null;
        });
    }

    /**
     * A server may close an idle connection while a request is on its way. A client then repeats a request without side effects
     * (RFC 9112, 9.3.1), as browsers do. HttpClient repeats it once, but its second connection may be closing as well: that happened in
     * one of forty reloads of nginx.
     */
    private CompletableFuture<HttpResponse<String>> send(HttpRequest request, int attempts) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).exceptionallyCompose(problem -> {
            if (attempts == 1 || !isClosedUnanswered(problem)) {
                return CompletableFuture.failedFuture(problem);
            }
            sentAgain.incrementAndGet();
            return send(request, attempts - 1);
        });
    }

    /** HttpClient has no exception type for a connection that closes before the first byte, only this message. */
    private static boolean isClosedUnanswered(Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return cause instanceof IOException
                && String.valueOf(cause.getMessage()).contains("received no bytes");
    }

    private Sample sample(
            Visit visit,
            Call call,
            double began,
            @Nullable HttpResponse<String> response,
            @Nullable Throwable problem) {
        double milliseconds = (now() - began) * 1000;
        if (response == null) {
            return new Sample(began, milliseconds, call.method(), 0, "", call.path(), String.valueOf(problem));
        }
        String cache = response.headers().firstValue("X-Cache").orElse("");
        return new Sample(
                began,
                milliseconds,
                call.method(),
                response.statusCode(),
                cache,
                call.path(),
                problem(visit, call, response, cache));
    }

    /** Returns what is wrong with a response; empty if it is correct. */
    private static String problem(Visit visit, Call call, HttpResponse<String> response, String cache) {
        int status = response.statusCode();
        boolean right = switch (call.expect()) {
            case FOUND -> status == 200 && isAbout(call, response.body());
            case MISSING -> status == 404;
            case UNCHANGED -> status == 304 || status == 200;
            case READ, WRITTEN, AS_LOGGED -> call.mayGet(status);
        };
        if (right && call.expect() == Call.Expect.READ) {
            String wrong = wrong(visit, call, response.body());
            // While no node responds, nginx gives the last list that it had, and says so.
            return wrong == null || (wrong.startsWith(Figures.STALE) && cache.equals("STALE")) ? "" : wrong;
        }
        return right
                ? ""
                : status + " "
                        + response.body()
                                .substring(0, Math.min(200, response.body().length()));
    }

    /** Several responses may come at once, and a visit is used by one thread at a time. */
    private static @Nullable String wrong(Visit visit, Call call, String body) {
        synchronized (visit) {
            return ShopperBody.check(call, body.getBytes(StandardCharsets.UTF_8), visit.found());
        }
    }

    private static boolean isAbout(Call call, String body) {
        return switch (call.route()) {
            case PRODUCT -> body.startsWith("{\"id\":" + call.subject() + ",");
            case STYLES -> body.startsWith("{\"product_id\":\"" + call.subject() + "\",");
            case RELATED -> body.startsWith("[");
            // All products of a catalogue have the time of its import; two times mean two catalogues.
            case LIST ->
                body.startsWith("[")
                        && CREATED.matcher(body)
                                        .results()
                                        .map(MatchResult::group)
                                        .distinct()
                                        .count()
                                <= 1;
            default -> true;
        };
    }

    private void remember(Visit visit, Call call, HttpResponse<String> response) {
        response.headers().firstValue("ETag").ifPresent(etag -> entityTags.saw(call.path(), etag));
        if (call.route() == Route.RELATED) {
            synchronized (visit) {
                visit.related(NUMBER.matcher(response.body())
                        .results()
                        .map(id -> Integer.valueOf(id.group()))
                        .filter(id -> id <= catalogue.lastId())
                        .toList());
            }
        }
    }

    /** Stops without checking the responses. */
    @Override
    public void close() {
        stopped = true;
        clock.interrupt();
    }

    /**
     * One request.
     *
     * @param at seconds since the start
     * @param status 0 without a response
     * @param problem empty if the response was correct
     */
    record Sample(
            double at, double milliseconds, String method, int status, String cache, String path, String problem) {
        boolean failed() {
            return !problem.isEmpty();
        }

        boolean isWrite() {
            return !method.equals("GET");
        }
    }
}
