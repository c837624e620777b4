package atelier.perf.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What is driven, the bare servlet first. */
final class Targets {
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
            new Route("product", Requests::product),
            new Route("styles", Requests::styles),
            new Route("related", Requests::related),
            new Route("list", Requests::list));

    private final Options options;
    private final Service service;
    private final Requests requests;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Options options, Service service) {
        this.options = options;
        this.service = service;
        this.requests = new Requests(options.products());
    }

    /** Returns those that are wanted, and always the bare servlet. */
    static List<Target> of(Options options, Service service, Baselines baselines)
            throws IOException, InterruptedException {
        Targets targets = new Targets(options, service);
        targets.baselines(baselines);
        targets.service();
        return targets.targets;
    }

    private void baselines(Baselines baselines) {
        Request bare = Request.of("/", "", 200, Baselines.SIZE);
        targets.add(new Target(
                "bare servlet", baselines.servletPort(), () -> bare, Double.NaN, baselines::servletProcesses, Set::of));
        if (baselines.hasNginx() && options.wants("nginx hit")) {
            targets.add(new Target(
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
        add("gzip styles", requests.cached(Requests::styles, false, "Accept-Encoding: gzip\r\n"), CACHED);
        for (Route route : ROUTES) {
            add("cold " + route.name(), requests.cold(route.path(), route.isList()), COLD);
        }
        add("unknown product", requests.unknown(), Double.NaN);
    }

    private void add(String name, Supplier<Request> asked, double goal) {
        if (options.wants(name)) {
            targets.add(new Target(name, service.port(), asked, goal, service::processes, service::database));
        }
    }
}
