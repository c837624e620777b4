package atelier.perf.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The four routes of the API from memory, with {@link #PRODUCTS} products. Its answers can be delayed and spoiled, and it remembers
 * what it was asked. No thread waits while an answer is delayed.
 */
final class TestApi implements AutoCloseable {
    static final int PRODUCTS = 1000;
    static final int RELATED = 5;

    private static final Pattern LIST = Pattern.compile("page=(\\d+)&count=(\\d+)|count=(\\d+)&page=(\\d+)");
    private static final Pattern PRODUCT = Pattern.compile("/products/(\\d+)(/styles|/related)?");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        // Otherwise every answer waits for the acknowledgement of its headers, and idle connections beyond 200 are
        // closed.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final HttpServer server;
    private final String prefix;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Collection<Asked> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger askedByLoad = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private volatile long firstOfRun = System.nanoTime();
    private volatile DoubleUnaryOperator delay = seconds -> 0;
    private volatile IntToDoubleFunction delayByNumber = number -> 0;
    private volatile double serviceMillis;
    private volatile UnaryOperator<Answer> spoil = answer -> answer;
    private long busyUntil;

    /** An answer; number counts the answers of the load, from 1. */
    record Answer(
            int number, int status, String body, @Nullable String etag) {
        Answer with(int otherStatus) {
            return new Answer(number, otherStatus, body, etag);
        }

        Answer with(String otherBody) {
            return new Answer(number, status, otherBody, etag);
        }
    }

    /** A request of the load, with the nanoseconds of {@link System#nanoTime} at which it came and was answered. */
    record Asked(String method, String path, @Nullable String ifNoneMatch, int status, long came, long answered) {}

    private TestApi(HttpServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    static TestApi start() throws IOException {
        return start("");
    }

    /** Starts one whose routes all begin with {@code prefix}. */
    static TestApi start(String prefix) throws IOException {
        return new TestApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000), prefix);
    }

    /** What to give as {@code -Dtarget}. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + prefix;
    }

    /** Delays each answer. */
    void delay(double milliseconds) {
        delay = seconds -> milliseconds;
    }

    /** Delays each answer by milliseconds that depend on the seconds since the load of the run began. */
    void delay(DoubleUnaryOperator milliseconds) {
        delay = milliseconds;
    }

    /** Delays each answer by milliseconds that depend on its number, the warm-up's included. */
    void delayByNumber(IntToDoubleFunction milliseconds) {
        delayByNumber = milliseconds;
    }

    /** Answers one request after the other, as a service with one worker does. */
    void oneAtATime(double milliseconds) {
        serviceMillis = milliseconds;
    }

    /** Changes each answer to the load. */
    void spoil(UnaryOperator<Answer> change) {
        spoil = change;
    }

    /** How many runs have looked at this server before their load. */
    int runs() {
        return runs.get();
    }

    /** What the load has asked and got answered so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Waits until the load has asked so many requests. */
    void awaitAsked(int requests) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (askedByLoad.get() < requests) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the load asked %d requests and not %d".formatted(askedByLoad.get(), requests));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void handle(HttpExchange exchange) {
        long came = System.nanoTime();
        boolean load = "atelier-perf".equals(exchange.getRequestHeaders().getFirst("User-Agent"));
        String target = exchange.getRequestURI().toString();
        if (!load && target.endsWith("/products?page=1&count=1")) {
            runs.incrementAndGet();
            firstOfRun = 0;
        }
        if (load && firstOfRun == 0) {
            firstOfRun = came;
        }
        Answer answer = answer(exchange, target, load ? askedByLoad.incrementAndGet() : 0);
        Answer sent = load ? spoil.apply(answer) : answer;
        long wait = load ? waitNanos(came, answer.number()) : 0;
        if (wait <= 0) {
            send(exchange, target, sent, load, came);
        } else {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, workers)
                    .execute(() -> send(exchange, target, sent, load, came));
        }
    }

    private synchronized long waitNanos(long came, int number) {
        if (serviceMillis > 0) {
            busyUntil = Math.max(busyUntil, came) + (long) (serviceMillis * 1e6);
            return busyUntil - came;
        }
        double milliseconds = delay.applyAsDouble((came - firstOfRun) / 1e9) + delayByNumber.applyAsDouble(number);
        return (long) (milliseconds * 1e6);
    }

    private void send(HttpExchange exchange, String target, Answer answer, boolean load, long came) {
        long answered = System.nanoTime();
        try (exchange) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Total-Count", Integer.toString(PRODUCTS));
            if (answer.etag() != null) {
                exchange.getResponseHeaders().set("ETag", answer.etag());
            }
            boolean empty = exchange.getRequestMethod().equals("HEAD") || answer.status() == 304;
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException e) {
            // The run has ended without waiting for this answer.
            return;
        }
        if (load) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    target,
                    exchange.getRequestHeaders().getFirst("If-None-Match"),
                    answer.status(),
                    came,
                    answered));
        }
    }

    private Answer answer(HttpExchange exchange, String target, int number) {
        String body = target.startsWith(prefix + "/")
                ? body(exchange.getRequestURI().getPath().substring(prefix.length()), exchange)
                : null;
        if (body == null) {
            return new Answer(number, 404, "{\"code\":404,\"message\":\"nothing at %s\"}".formatted(target), null);
        }
        String etag = etag(body);
        boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        return new Answer(number, same ? 304 : 200, body, etag);
    }

    private static @Nullable String body(String path, HttpExchange exchange) {
        if (path.equals("/products")) {
            return list(String.valueOf(exchange.getRequestURI().getQuery()));
        }
        Matcher parts = PRODUCT.matcher(path);
        if (!parts.matches()) {
            return null;
        }
        int id = Integer.parseInt(parts.group(1));
        if (id < 1 || id > PRODUCTS) {
            return null;
        }
        if (parts.group(2) == null) {
            return product(id);
        }
        return parts.group(2).equals("/styles") ? "{\"product_id\":\"%d\",\"results\":[]}".formatted(id) : related(id);
    }

    /** The entity tag that a product's answer has. */
    static String etagOfProduct(int id) {
        return etag(product(id));
    }

    private static String etag(String body) {
        return "\"%08x\"".formatted(body.hashCode());
    }

    private static String product(int id) {
        return "{\"id\":%d,\"name\":\"Product %d\",\"features\":[]}".formatted(id, id);
    }

    private static String related(int id) {
        StringBuilder ids = new StringBuilder();
        for (int next = 0; next < RELATED; next++) {
            ids.append(next == 0 ? "[" : ",").append(1 + (id + next) % PRODUCTS);
        }
        return ids.append(']').toString();
    }

    private static @Nullable String list(String query) {
        Matcher parts = LIST.matcher(query);
        if (!parts.matches()) {
            return null;
        }
        int page = Integer.parseInt(parts.group(1) == null ? parts.group(4) : parts.group(1));
        int count = Integer.parseInt(parts.group(2) == null ? parts.group(3) : parts.group(2));
        StringBuilder products = new StringBuilder("[");
        for (int id = (page - 1) * count + 1; id <= Math.min(PRODUCTS, page * count); id++) {
            products.append(products.length() == 1 ? "" : ",").append("{\"id\":%d}".formatted(id));
        }
        return products.append(']').toString();
    }

    /** Ends at once: whoever is connected is cut off. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
