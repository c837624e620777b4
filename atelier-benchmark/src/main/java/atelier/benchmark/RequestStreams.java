package atelier.benchmark;

import java.io.IOException;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well19937c;

/** Endless streams of requests to a catalogue with the ids 1 to n. They are the same in every run. */
final class RequestStreams {
    static final int PAGE = 5;

    private static final int SEED = 1;
    private static final int FEW = 1_000;
    private static final int FEW_PAGES = 50;
    private static final int UNKNOWN = 1_000_000;

    private final int products;
    private final int pages;

    /**
     * A route's resources.
     *
     * @param path a format with the id
     */
    record Ids(String path, int first, int last) {}

    RequestStreams(int products) {
        this.products = products;
        this.pages = (products + PAGE - 1) / PAGE;
    }

    static String product(int id) {
        return "/products/" + id;
    }

    static String styles(int id) {
        return "/products/" + id + "/styles";
    }

    static String related(int id) {
        return "/products/" + id + "/related";
    }

    static String list(int page) {
        return "/products?page=" + page + "&count=" + PAGE;
    }

    /** Returns how many ids or pages of a route fit into any cache. */
    private int few(boolean list) {
        return list ? Math.min(FEW_PAGES, pages) : Math.min(FEW, products);
    }

    /** A few resources, so that every response is cached. */
    Supplier<Request> cached(IntFunction<String> path, boolean list, String headers) {
        return uniform(IntStream.rangeClosed(1, few(list))
                .mapToObj(id -> Request.of(path.apply(id), headers, 200, Request.ANY))
                .toArray(Request[]::new));
    }

    /** The same resources, with the entity tags that the service gives now: every response is 304. */
    Supplier<Request> known(int port, IntFunction<String> path, boolean list) throws IOException, InterruptedException {
        Get get = new Get();
        Request[] requests = new Request[few(list)];
        for (int i = 0; i < requests.length; i++) {
            String resource = path.apply(i + 1);
            requests[i] = Request.of(resource, "If-None-Match: " + get.etag(port, resource) + "\r\n", 304, 0);
        }
        return uniform(requests);
    }

    /** All resources of a route, so that hardly any response is cached. */
    Supplier<Request> cold(IntFunction<String> path, boolean list, String headers) {
        Random random = new Random(SEED);
        int highest = list ? pages : products;
        return () -> Request.of(path.apply(1 + random.nextInt(highest)), headers, 200, Request.ANY);
    }

    /** The cached resources with other spellings of their URLs, which caches in front of the service do not know. */
    Supplier<Request> odd() {
        int pagesOfProducts = few(true);
        return uniform(IntStream.rangeClosed(1, few(false))
                .boxed()
                .flatMap(id -> Stream.of(
                        product(id) + "/",
                        styles(id) + "?utm_source=letter",
                        "/products?count=" + PAGE + "&page=" + (1 + id % pagesOfProducts),
                        "/products?page=%31&count=" + PAGE))
                .map(path -> Request.of(path, "", 200, Request.ANY))
                .toArray(Request[]::new));
    }

    /** Resources that no node caches, drawn uniformly. */
    static Supplier<Request> fresh(Ids ids) {
        Random random = new Random(SEED);
        return () -> Request.of(
                ids.path.replace("%s", Integer.toString(ids.first + random.nextInt(ids.last - ids.first + 1))));
    }

    /** Unknown products, each requested twice in a row. */
    Supplier<Request> unknown() {
        Random random = new Random(SEED);
        return new Supplier<>() {
            private int count;
            private int id;

            @Override
            public Request get() {
                if (count++ % 2 == 0) {
                    id = products + 1 + random.nextInt(UNKNOWN);
                }
                return Request.of(product(id), "", 404, Request.ANY);
            }
        };
    }

    /** The requests of page views: 43 % product, 43 % styles, 7 % related, 7 % list; ids follow Zipf's law. */
    Supplier<Request> pageViews() {
        Random random = new Random(SEED);
        ZipfDistribution ids = new ZipfDistribution(new Well19937c(SEED), products, 1);
        return () -> {
            int id = ids.sample();
            int share = random.nextInt(100);
            String path = share < 43
                    ? product(id)
                    : share < 86 ? styles(id) : share < 93 ? related(id) : list((id + PAGE - 1) / PAGE);
            return Request.of(path);
        };
    }

    private static Supplier<Request> uniform(Request... requests) {
        Random random = new Random(SEED);
        return () -> requests[random.nextInt(requests.length)];
    }
}
