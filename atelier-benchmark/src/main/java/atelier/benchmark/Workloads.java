package atelier.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The workloads to measure, the bare servlet first. */
final class Workloads {
    private static final double CACHED = 1.15;
    private static final double KNOWN = 1.10;
    private static final double COLD = 3.0;

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
    static List<Workload> of(Options options, Service service, Yardsticks yardsticks)
            throws IOException, InterruptedException {
        Workloads workloads = new Workloads(options, service);
        workloads.addYardsticks(yardsticks);
        workloads.addService();
        return workloads.workloads;
    }

    private void addYardsticks(Yardsticks yardsticks) {
        Request bare = Request.of("/", "", 200, Yardsticks.SIZE);
        workloads.add(new Workload(
                "bare servlet",
                yardsticks.servletPort(),
                () -> bare,
                Double.NaN,
                yardsticks::servletProcesses,
                Set::of));
        if (yardsticks.hasNginx() && options.wants("nginx hit")) {
            workloads.add(new Workload(
                    "nginx hit", yardsticks.nginxPort(), () -> bare, Double.NaN, yardsticks::nginxProcesses, Set::of));
        }
    }

    private void addService() throws IOException, InterruptedException {
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
        new FreshReads(options)
                .workloads()
                .forEach(read -> add(read.getKey(), RequestStreams.fresh(read.getValue()), Double.NaN));
        add("unknown product", requests.unknown(), Double.NaN);
    }

    private void add(String name, Supplier<Request> stream, double goal) {
        if (options.wants(name) || (name.equals(FreshReads.YARDSTICK) && FreshReads.areWanted(options))) {
            workloads.add(new Workload(name, service.port(), stream, goal, service::processes, service::database));
        }
    }
}
