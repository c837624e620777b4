package atelier.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The workloads to measure, the bare servlet first, and what they are compared with. */
final class Workloads {
    static final List<String> COLD_READS =
            List.of("cold product", "cold styles", "cold gzip styles", "cold related", "cold list");

    private static final double CACHED = 1.15;
    private static final double KNOWN = 1.10;
    private static final double ODD = 2.5;

    /** Where a wake-up is dear, it is most of a cold read, and there is no limit beside a servlet that needs none. */
    private static final double COLD = 3.0;

    private static final double COLD_BESIDE_LOOK_UP = 0.6;
    private static final double COLD_BESIDE_NO_CACHE = 1.03;

    private static final String LOOK_UP = "look-up by hand";
    private static final String WITHOUT_CACHE = " without a cache";
    private static final String GZIP = "Accept-Encoding: gzip\r\n";

    /** A route and its name in the tables. */
    private record Route(String name, IntFunction<String> path) {
        boolean isList() {
            return name.equals("list");
        }
    }

    private static final List<Route> ROUTES = List.of(
            new Route("product", RequestStreams::product),
            new Route("styles", RequestStreams::styles),
            new Route("related", RequestStreams::related),
            new Route("list", RequestStreams::list));

    private final Options options;
    private final Service service;
    private final RequestStreams requests;
    private final List<Workload> workloads = new ArrayList<>();

    private Workloads(Options options, Service service) {
        this.options = options;
        this.service = service;
        this.requests = new RequestStreams(options.products());
    }

    /** Returns the selected workloads; the bare servlet is always one of them. */
    static List<Workload> of(Options options, Service service, Yardsticks yardsticks, WakeUp wakeUp)
            throws IOException, InterruptedException {
        Workloads workloads = new Workloads(options, service);
        workloads.workloads.add(bare(yardsticks));
        workloads.addYardstick("nginx hit", yardsticks.nginx(), bare(yardsticks).requests(), false);
        workloads.addCached();
        workloads.addCold(yardsticks, wakeUp.isCheap() ? COLD : Double.NaN);
        new FreshReads(options)
                .workloads()
                .forEach(read -> workloads.add(read.getKey(), RequestStreams.fresh(read.getValue()), Double.NaN));
        workloads.add("unknown product", workloads.requests.unknown(), Double.NaN);
        return workloads.workloads;
    }

    /** Returns the bare servlet, the unit of the ratios. */
    static Workload bare(Yardsticks yardsticks) {
        Request request = Request.of("/", "", 200, Yardsticks.SIZE);
        Server servlet = yardsticks.servlet();
        return new Workload("bare servlet", servlet.port(), () -> request, Double.NaN, servlet::processes, Set::of);
    }

    /** Returns cached styles, whose size is that of the bare servlet's response. */
    static Workload cachedStyles(Options options, Service service) {
        Workloads workloads = new Workloads(options, service);
        return workloads.workload(
                "cached styles", workloads.requests.cached(RequestStreams::styles, false, ""), Double.NaN);
    }

    /** Returns the same of another node. */
    static Workload cachedStyles(Options options, Server node) {
        Supplier<Request> requests = new RequestStreams(options.products()).cached(RequestStreams::styles, false, "");
        return new Workload("cached styles", node.port(), requests, Double.NaN, node::processes, Set::of);
    }

    private void addCached() throws IOException, InterruptedException {
        for (Route route : ROUTES) {
            add("cached " + route.name(), requests.cached(route.path(), route.isList(), ""), CACHED);
        }
        for (Route route : List.of(ROUTES.get(0), ROUTES.get(3))) {
            String name = "304 " + route.name();
            if (options.wants(name)) {
                add(name, requests.known(service.port(), route.path(), route.isList()), KNOWN);
            }
        }
        add("gzip styles", requests.cached(RequestStreams::styles, false, GZIP), CACHED);
        add("odd URL", requests.odd(), ODD);
    }

    private void addCold(Yardsticks yardsticks, double goal) {
        addYardstick(LOOK_UP, yardsticks.lookUp(), requests.cold(RequestStreams::styles, false, GZIP), true);
        for (String name : COLD_READS) {
            add(name, cold(name), goal);
        }
        for (String name : List.of("cold product", "cold gzip styles")) {
            if (options.wants(name)) {
                addYardstick(name + WITHOUT_CACHE, yardsticks.withoutCache(), cold(name), true);
            }
        }
    }

    private Supplier<Request> cold(String name) {
        Route route = ROUTES.stream()
                .filter(each -> name.endsWith(each.name()))
                .findFirst()
                .orElseThrow();
        return requests.cold(route.path(), route.isList(), name.contains("gzip") ? GZIP : "");
    }

    /** Adds the requests to another server, if it runs. */
    private void addYardstick(String name, @Nullable Server server, Supplier<Request> stream, boolean usesDatabase) {
        if (server != null) {
            workloads.add(new Workload(
                    name,
                    server.port(),
                    stream,
                    Double.NaN,
                    server::processes,
                    usesDatabase ? service::database : Set::of));
        }
    }

    private void add(String name, Supplier<Request> stream, double goal) {
        if (options.wants(name) || (name.equals(FreshReads.YARDSTICK) && FreshReads.areWanted(options))) {
            workloads.add(workload(name, stream, goal));
        }
    }

    private Workload workload(String name, Supplier<Request> stream, double goal) {
        return new Workload(name, service.port(), stream, goal, service::processes, service::database);
    }

    /** Returns how the cold reads compare with the look-up by hand, and with those of a node that caches nothing. */
    static List<Finding> findings(List<Costs> costs) {
        List<Finding> findings = new ArrayList<>();
        for (String name : COLD_READS) {
            Costs.compare(findings, costs, name, LOOK_UP, COLD_BESIDE_LOOK_UP);
            Costs.compare(findings, costs, name, name + WITHOUT_CACHE, COLD_BESIDE_NO_CACHE);
        }
        return findings;
    }
}
