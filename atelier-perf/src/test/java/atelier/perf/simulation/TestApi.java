package atelier.perf.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server with the routes of the API and {@link #PRODUCTS} products. Tests can delay and spoil its responses, and read the
 * received requests. A delayed response blocks no thread.
 */
final class TestApi implements AutoCloseable {
    static final int PRODUCTS = 1000;
    static final int RELATED = 5;

    private static final Pattern LIST = Pattern.compile("page=(\\d+)&count=(\\d+)|count=(\\d+)&page=(\\d+)");
    private static final Pattern PRODUCT = Pattern.compile("/products/(\\d+)(/styles|/related)?");
    private static final long SLOW_BODY_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        // Without these every response waits for the acknowledgement of its headers, and only 200 idle connections stay
        // open.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final HttpServer server;
    private final String scheme;
    private final String prefix;
    private final TestShoppers shoppers = new TestShoppers();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Collection<Received> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger receivedFromLoad = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private volatile long firstOfRun = System.nanoTime();
    private volatile DoubleUnaryOperator delay = seconds -> 0;
    private volatile IntToDoubleFunction delayByNumber = number -> 0;
    private volatile double serviceMillis;
    private volatile UnaryOperator<Response> spoil = response -> response;
    private long busyUntil;

    /**
     * A response.
     *
     * @param number counts the responses to the load, from 1
     * @param path the requested path, without the server's prefix
     */
    record Response(
            int number,
            String path,
            int status,
            String body,
            @Nullable String etag,
            Sending sending) {
        Response with(int otherStatus) {
            return new Response(number, path, otherStatus, body, etag, sending);
        }

        Response with(String otherBody) {
            return new Response(number, path, status, otherBody, etag, sending);
        }

        Response withEtag(String otherEtag) {
            return new Response(number, path, status, body, otherEtag, sending);
        }

        Response with(Sending otherSending) {
            return new Response(number, path, status, body, etag, otherSending);
        }
    }

    /** How a response is sent. */
    enum Sending {
        WHOLE,
        /** Half of the body, and then the connection is closed. */
        TRUNCATED,
        /** The connection is closed instead. */
        CLOSED,
        /** Nothing is sent, and the connection stays open. */
        NOTHING,
        /** The body comes three seconds after the head. */
        SLOW_BODY
    }

    /** A request of the load, with the times of its arrival and its response as {@link System#nanoTime}. */
    record Received(String method, String path, @Nullable String ifNoneMatch, int status, long came, long responded) {}

    private TestApi(HttpServer server, String scheme, String prefix) {
        this.server = server;
        this.scheme = scheme;
        this.prefix = prefix;
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    static TestApi start() throws IOException {
        return start("");
    }

    /** Starts a server whose routes begin with {@code prefix}. */
    static TestApi start(String prefix) throws IOException {
        return new TestApi(HttpServer.create(anyPort(), 1000), "http", prefix);
    }

    /** Starts a server that speaks https. */
    static TestApi start(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 1000);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new TestApi(server, "https", "");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Returns the value for {@code -Dtarget}. */
    String address() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + prefix;
    }

    /** Delays each response. */
    void delay(double milliseconds) {
        delay = seconds -> milliseconds;
    }

    /** Delays each response by milliseconds that depend on the seconds since the start of the load. */
    void delay(DoubleUnaryOperator milliseconds) {
        delay = milliseconds;
    }

    /** Delays each response by milliseconds that depend on its number; the warm-up's count. */
    void delayByNumber(IntToDoubleFunction milliseconds) {
        delayByNumber = milliseconds;
    }

    /** Serves one request after the other, like a service with one worker. */
    void oneAtATime(double milliseconds) {
        serviceMillis = milliseconds;
    }

    /** Changes each response to the load. */
    void spoil(UnaryOperator<Response> change) {
        spoil = change;
    }

    /** Returns the number of runs that have read the catalogue before their load. */
    int runs() {
        return runs.get();
    }

    /** Returns the requests of the load that were served so far. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** Waits until the load has sent so many requests. */
    void awaitRequests(int requests) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (receivedFromLoad.get() < requests) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the load sent %s requests instead of %s".formatted(receivedFromLoad.get(), requests));
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
        Response response = response(exchange, target, load ? receivedFromLoad.incrementAndGet() : 0);
        Response sent = load ? spoil.apply(response) : response;
        long wait = load ? waitNanos(came, response.number()) : 0;
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

    private void send(HttpExchange exchange, String target, Response response, boolean load, long came) {
        if (response.sending() == Sending.NOTHING) {
            return;
        }
        if (response.sending() == Sending.CLOSED) {
            exchange.close();
            return;
        }
        long responded = System.nanoTime();
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        try {
            boolean empty = sendHead(exchange, response, body.length);
            if (response.sending() == Sending.SLOW_BODY) {
                CompletableFuture.delayedExecutor(SLOW_BODY_SECONDS, TimeUnit.SECONDS, workers)
                        .execute(() -> sendBody(exchange, response, empty, body));
            } else if (!sendBody(exchange, response, empty, body)) {
                return;
            }
        } catch (IOException e) {
            // The run has ended without waiting for this response.
            exchange.close();
            return;
        }
        if (load) {
            received.add(new Received(
                    exchange.getRequestMethod(),
                    target,
                    exchange.getRequestHeaders().getFirst("If-None-Match"),
                    response.status(),
                    came,
                    responded));
        }
    }

    /** Sends status and headers, and returns whether no body follows. */
    private static boolean sendHead(HttpExchange exchange, Response response, int length) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Total-Count", Integer.toString(PRODUCTS));
        if (response.etag() != null) {
            exchange.getResponseHeaders().set("ETag", response.etag());
        }
        boolean empty = exchange.getRequestMethod().equals("HEAD") || response.status() == 304 || length == 0;
        exchange.sendResponseHeaders(response.status(), empty ? -1 : length);
        return empty;
    }

    /** Sends the body, and returns false if the run has ended without waiting for it. */
    private static boolean sendBody(HttpExchange exchange, Response response, boolean empty, byte[] body) {
        try (exchange) {
            if (!empty) {
                int length = response.sending() == Sending.TRUNCATED ? body.length / 2 : body.length;
                exchange.getResponseBody().write(body, 0, length);
                exchange.getResponseBody().flush();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Response response(HttpExchange exchange, String target, int number) {
        String path = target.startsWith(prefix + "/")
                ? exchange.getRequestURI().getPath().substring(prefix.length())
                : "";
        int written = write(exchange, path);
        if (written > 0) {
            return new Response(number, path, written, "", null, Sending.WHOLE);
        }
        String body = body(path, exchange);
        if (body == null) {
            return new Response(
                    number,
                    path,
                    404,
                    "{\"code\":404,\"message\":\"nothing at %s\"}".formatted(target),
                    null,
                    Sending.WHOLE);
        }
        String etag = etag(body);
        boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        return new Response(number, path, same ? 304 : 200, body, etag, Sending.WHOLE);
    }

    /** Does a write, and returns its status; 0 if the request is not a write. */
    private int write(HttpExchange exchange, String path) {
        try {
            return shoppers.write(
                    exchange.getRequestMethod(),
                    path,
                    exchange.getRequestBody().readAllBytes(),
                    exchange.getRequestHeaders().getFirst("Authorization"));
        } catch (IOException e) {
            return 400;
        }
    }

    private @Nullable String body(String path, HttpExchange exchange) {
        if (!path.startsWith("/products")) {
            return shoppers.read(
                    path,
                    exchange.getRequestURI().getQuery(),
                    exchange.getRequestHeaders().getFirst("Authorization"));
        }
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
        return parts.group(2).equals("/styles") ? styles(id) : related(id);
    }

    /** Returns the entity tag of a product. */
    static String etagOfProduct(int id) {
        return etag(product(id));
    }

    private static String etag(String body) {
        return String.format(Locale.ROOT, "\"%08x\"", body.hashCode());
    }

    private static String product(int id) {
        return "{\"id\":%s,\"name\":\"Product %s\",\"features\":[]}".formatted(id, id);
    }

    private static String styles(int id) {
        return "{\"product_id\":\"%s\",\"results\":[{\"style_id\":%s,\"skus\":{\"%s\":{}}}]}".formatted(id, id, id);
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
            products.append(products.length() == 1 ? "" : ",").append("{\"id\":%s}".formatted(id));
        }
        return products.append(']').toString();
    }

    /** Ends at once and closes all connections. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
