package atelier.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What is driven, the bare servlet first. */
final class Workloads {
    private static final double CACHED = 1.15;
    private static final double KNOWN = 1.10;
    private static final double COLD = 3.0;

    /** A route by the word that stands for it. */
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
    private final List<Workload> targets = new ArrayList<>();

    private Workloads(Options options, Service service) {
        this.options = options;
        this.service = service;
        this.requests = new RequestStreams(options.products());
    }

    /** Returns those that are wanted, and always the bare servlet. */
    static List<Workload> of(Options options, Service service, Yardsticks baselines)
            throws IOException, InterruptedException {
        Workloads targets = new Workloads(options, service);
        targets.baselines(baselines);
        targets.service();
        return targets.targets;
    }

    private void baselines(Yardsticks baselines) {
        Request bare = Request.of("/", "", 200, Yardsticks.SIZE);
        targets.add(new Workload(
                "bare servlet", baselines.servletPort(), () -> bare, Double.NaN, baselines::servletProcesses, Set::of));
        if (baselines.hasNginx() && options.wants("nginx hit")) {
            targets.add(new Workload(
                    "nginx hit", baselines.nginxPort(), () -> bare, Double.NaN, baselines::nginxProcesses, Set::of));
        }
    }

    private void service() throws IOException, InterruptedException {
        for (Route route : ROUTES) {
            add("cached " + route.name(), requests.cached(route.path(), route.isList(), ""), CACHED);
        }
        for (Route route : ROUTES) {
            String name = "304 " + route.name();
            if (options.wants(name)) {
                add(name, requests.known(service.port(), route.path(), route.isList()), KNOWN);
            }
        }
        add("gzip styles", requests.cached(RequestStreams::styles, false, "Accept-Encoding: gzip\r\n"), CACHED);
        for (Route route : ROUTES) {
            add("cold " + route.name(), requests.cold(route.path(), route.isList()), COLD);
        }
        add("unknown product", requests.unknown(), Double.NaN);
    }

    private void add(String name, Supplier<Request> asked, double goal) {
        if (options.wants(name)) {
            targets.add(new Workload(name, service.port(), asked, goal, service::processes, service::database));
        }
    }
}
