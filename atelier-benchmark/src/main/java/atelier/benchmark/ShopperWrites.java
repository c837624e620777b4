package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The writes of shoppers, each compared with a product that is not in the cache. They have rounds of their own after those of the reads,
 * because PostgreSQL does part of their work later: checkpoints and vacuum.
 */
final class ShopperWrites {
    private static final String RATE = "write votes per second";

    private static final double VOTE_GOAL = 6;
    private static final double TEXT_GOAL = 12;
    private static final double LOWEST_RATE = 1_000;

    private static final int MANY_CONNECTIONS = 64;
    private static final int CHARACTERISTICS_PER_PRODUCT = 4;
    private static final int SEED = 2;
    private static final String CREATED = "Created";

    private final Options options;
    private final Service service;
    private final FreshReads rows;
    private final List<Write> writes;

    /** @param goal its highest cost, as a multiple of the yardstick's */
    private record Write(String name, double goal, Supplier<Request> requests) {}

    ShopperWrites(Options options, Service service, FreshReads rows) {
        this.options = options;
        this.service = service;
        this.rows = rows;
        this.writes = List.of(
                new Write("write vote", VOTE_GOAL, votes("/reviews/", rows.reviews())),
                new Write("write review", TEXT_GOAL, reviews()),
                new Write("write question vote", VOTE_GOAL, votes("/qa/questions/", rows.questions())),
                new Write("write answer vote", VOTE_GOAL, votes("/qa/answers/", rows.answers())),
                new Write("write question", TEXT_GOAL, questions()),
                new Write("write answer", TEXT_GOAL, answers()));
    }

    private List<Write> wanted() {
        return writes.stream().filter(write -> options.wants(write.name)).toList();
    }

    boolean areWanted() {
        return !wanted().isEmpty() || options.wants(RATE);
    }

    /** Returns the costs of the writes, and adds what they mean. */
    List<Costs> measure(List<Finding> findings, PrintStream out) throws IOException {
        List<Write> wanted = wanted();
        List<Costs> costs = List.of();
        if (!wanted.isEmpty()) {
            List<Workload> workloads = new ArrayList<>();
            workloads.add(workload(
                    FreshReads.YARDSTICK,
                    new RequestStreams(options.products()).cold(RequestStreams::product, false, "")));
            wanted.forEach(write -> workloads.add(workload(write.name, write.requests)));
            List<Costs> all = Rounds.run(workloads, options, out);
            costs = all.subList(1, all.size());
            for (int place = 0; place < wanted.size(); place++) {
                findings.add(costs.get(place).beside(all.get(0), wanted.get(place).goal));
            }
        }
        if (options.wants(RATE)) {
            findings.add(rate(out));
        }
        return costs;
    }

    private Workload workload(String name, Supplier<Request> requests) {
        return new Workload(name, service.port(), requests, Double.NaN, service::processes, service::database);
    }

    /** Returns helpful votes for rows with the ids from 1, uniformly, so that hardly two meet at one row. */
    private static Supplier<Request> votes(String path, int rows) {
        Random random = new Random(SEED);
        return () -> Request.write("PUT", path + (1 + random.nextInt(rows)) + "/helpful", "", 204, 0);
    }

    /** Returns reviews as a page sends them, with a photo and all characteristics of the product. */
    private Supplier<Request> reviews() {
        Random random = new Random(SEED);
        int products = rows.products();
        String text = "I like the colour, and the cut. ".repeat(6);
        return () -> {
            int product = 1 + random.nextInt(products);
            StringBuilder characteristics = new StringBuilder();
            for (int number = 1; number <= CHARACTERISTICS_PER_PRODUCT; number++) {
                characteristics
                        .append(number == 1 ? "" : ",")
                        .append('"')
                        .append(CHARACTERISTICS_PER_PRODUCT * (product - 1) + number)
                        .append("\":")
                        .append(1 + random.nextInt(5));
            }
            String form = """
                    {"product_id":%s,"rating":%s,"summary":"It is what I was looking for","body":"%s","recommend":true,\
                    "name":"shopper","email":"somebody@example.com","photos":["https://pictures.atelier.example/worn.jpg"],\
                    "characteristics":{%s}}""".formatted(product, 1 + random.nextInt(5), text, characteristics);
            return Request.write("POST", "/reviews", form, 201, CREATED.length());
        };
    }

    private Supplier<Request> questions() {
        Random random = new Random(SEED);
        int products = rows.products();
        return () -> Request.write(
                "POST", "/qa/questions", """
                {"product_id":%s,"body":"Does it come in other colours than these, and how does it fit?",\
                "name":"shopper","email":"somebody@example.com"}""".formatted(1 + random.nextInt(products)), 201, CREATED.length());
    }

    /** Returns answers, each with a photo. */
    private Supplier<Request> answers() {
        Random random = new Random(SEED);
        int questions = rows.questions();
        return () -> Request.write(
                "POST", "/qa/questions/" + (1 + random.nextInt(questions)) + "/answers", """
                {"body":"It comes in four colours, and it fits as the pictures show it.","name":"shopper",\
                "email":"somebody@example.com","photos":["https://pictures.atelier.example/worn.jpg"]}""", 201, CREATED.length());
    }

    private Finding rate(PrintStream out) throws IOException {
        out.println("counting votes from " + MANY_CONNECTIONS + " connections");
        Duration duration = options.seconds().multipliedBy(options.rounds());
        long start = System.nanoTime();
        Responses responses =
                ClosedLoop.drive(service.port(), votes("/reviews/", rows.reviews()), duration, MANY_CONNECTIONS);
        double rate = responses.count() / ((System.nanoTime() - start) / 1e9);
        return new Finding(
                "votes from " + MANY_CONNECTIONS + " connections, p99 "
                        + String.format(Locale.ROOT, "%.0f ms", responses.milliseconds(99)),
                String.format(Locale.ROOT, "%,.0f/s", rate),
                "",
                String.format(Locale.ROOT, "%,.0f/s or more", LOWEST_RATE),
                responses.errors() > 0 ? Grade.MISSED : Grade.of(LOWEST_RATE / rate, 1));
    }
}
