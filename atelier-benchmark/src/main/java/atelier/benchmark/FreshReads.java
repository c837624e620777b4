package atelier.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The reads of what shoppers write. No node caches them, so they are compared with a product that is not in the cache. */
final class FreshReads {
    static final String YARDSTICK = "cold product";

    /** How many reviews a product has, by {@code ShopperRows}. */
    private static final double REVIEWS_PER_PRODUCT = 5.77;

    private static final double GOAL = 1.5;
    private static final double POPULAR_GOAL = 1.2;

    private static final double QUESTIONS_PER_PRODUCT = 3.52;
    private static final double ANSWERS_PER_QUESTION = 1.96;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final int products;
    private final int questions;

    /** A route, and one resource of it that has a thousand times as many rows as usual; empty without one. */
    private record Route(String name, String path, int ids, String popular) {}

    FreshReads(Options options) {
        this.products = Math.min(options.reviewedProducts(), options.products());
        this.questions = (int) (products * QUESTIONS_PER_PRODUCT);
    }

    /** Returns how many products have reviews; their ids begin at 1. */
    int products() {
        return products;
    }

    /** Returns how many reviews these products have; their ids begin at 1. */
    int reviews() {
        return (int) (products * REVIEWS_PER_PRODUCT);
    }

    /** Returns how many questions these products have; their ids begin at 1. */
    int questions() {
        return questions;
    }

    /** Returns how many answers these questions have; their ids begin at 1. */
    int answers() {
        return (int) (questions * ANSWERS_PER_QUESTION);
    }

    private List<Route> routes() {
        return List.of(
                new Route(
                        "reviews", "/reviews?product_id=%s&page=1&count=5&sort=relevant", products, "100,000 reviews"),
                new Route("meta", "/reviews/meta?product_id=%s", products, ""),
                new Route("questions", "/qa/questions?product_id=%s&page=1&count=5", products, ""),
                new Route("answers", "/qa/questions/%s/answers?page=1&count=5", questions, "5,000 answers"));
    }

    private static String name(Route route) {
        return "fresh " + route.name;
    }

    private static String popularName(Route route) {
        return name(route) + " of " + route.popular;
    }

    /** Tells whether any of these reads is to be measured, and so the yardstick as well. */
    static boolean areWanted(Options options) {
        return new FreshReads(options).routes().stream().anyMatch(route -> options.wants(name(route)));
    }

    /** Writes the rows, if an earlier benchmark has not. */
    void fill(Workspace workspace, Service service) throws IOException, InterruptedException {
        List<String> command = workspace.source(
                "ShopperRows.java",
                service.databaseUrl(),
                workspace.data().resolve("password").toString(),
                Integer.toString(products),
                Integer.toString(questions));
        try (Program program = workspace.java("shopper-rows", command, Map.of())) {
            program.await(PATIENCE);
        }
    }

    /** Returns the requests of each workload by its name. */
    List<Map.Entry<String, RequestStreams.Ids>> workloads() {
        List<Map.Entry<String, RequestStreams.Ids>> workloads = new ArrayList<>();
        for (Route route : routes()) {
            workloads.add(Map.entry(name(route), new RequestStreams.Ids(route.path, 1, route.ids)));
            if (!route.popular.isEmpty()) {
                workloads.add(Map.entry(
                        popularName(route), new RequestStreams.Ids(route.path, route.ids + 1, route.ids + 1)));
            }
        }
        return workloads;
    }

    /** Returns how the measured costs compare with the yardstick, and those of popular resources with usual ones. */
    List<Finding> findings(List<Costs> costs) {
        List<Finding> findings = new ArrayList<>();
        for (Route route : routes()) {
            Costs.compare(findings, costs, name(route), YARDSTICK, GOAL);
            if (!route.popular.isEmpty()) {
                Costs.compare(findings, costs, popularName(route), name(route), POPULAR_GOAL);
            }
        }
        return findings;
    }
}
