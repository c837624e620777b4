package atelier.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What other JVM options make of the tail of cached responses: a node for each list of options, on the same database, in turns. */
final class Collectors implements AutoCloseable {
    /** The table is long, so only its name selects it. */
    static final String NAME = "collectors";

    private static final int TURNS = 3;
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final String HEAP = " -Xms192m -Xmx192m";
    private static final List<String> USUAL = List.of(
            "-XX:+UseG1GC" + HEAP,
            "-XX:+UseG1GC -XX:MaxGCPauseMillis=5" + HEAP,
            "-XX:+UseSerialGC -Xmn32m" + HEAP,
            "-XX:+UseParallelGC -Xmn64m" + HEAP,
            "-XX:+UseZGC" + HEAP);
    private static final List<String> HEADER = List.of(
            "program", "p99 beside bare", "µs CPU", "p50 ms", "p99 ms", "p99.9 ms", "maximum ms", "pauses in 5 s");

    /** A server under the fixed rate. */
    private static final class Node {
        private final String name;
        private final Server server;
        private final Workload workload;
        private final List<Double> costs = new ArrayList<>();
        private final List<Double> pauses = new ArrayList<>();
        private final List<List<Double>> percentiles =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        Node(String name, Server server, Workload workload) {
            this.name = name;
            this.server = server;
            this.workload = workload;
        }

        void drive(double rate) throws IOException, InterruptedException {
            long processor = CpuTime.microseconds(server.processes());
            long before = countPauses();
            Responses responses =
                    OpenLoop.run(server.port(), workload.requests(), rate, TURN).responses();
            costs.add((double) (CpuTime.microseconds(server.processes()) - processor) / responses.count());
            pauses.add((double) (countPauses() - before));
            percentiles.get(0).add(responses.milliseconds(50));
            percentiles.get(1).add(responses.milliseconds(99));
            percentiles.get(2).add(responses.milliseconds(99.9));
            percentiles.get(3).add(responses.milliseconds(100));
        }

        /** Counts the lines of the collector's log. */
        private long countPauses() throws IOException {
            return server.output()
                    .lines()
                    .filter(line -> line.contains("[gc") && line.contains("Pause "))
                    .count();
        }

        double tail() {
            return Medians.of(percentiles.get(1));
        }

        List<String> cells(double bareTail) {
            List<String> cells = new ArrayList<>();
            cells.add(name);
            cells.add(Finding.format("%.2f", tail() / bareTail));
            cells.add(Finding.format("%.1f", Medians.of(costs)));
            percentiles.forEach(percentile -> cells.add(Finding.format("%.2f", Medians.of(percentile))));
            cells.add(Finding.format("%.0f", Medians.of(pauses)));
            return cells;
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    /** Measures each list of options, and the bare servlet, at two thirds of what the first and the servlet reach. */
    static Table measure(Service service, Workload bare, Server servlet, Options options, PrintStream out)
            throws IOException, InterruptedException {
        try (Collectors collectors = new Collectors()) {
            for (String jvm : options.jvms().isEmpty() ? USUAL : options.jvms()) {
                collectors.start(service, jvm, options, out);
            }
            return collectors.measure(new Node("bare servlet", servlet, bare), options, out);
        }
    }

    private void start(Service service, String jvm, Options options, PrintStream out)
            throws IOException, InterruptedException {
        out.println("starting a node with " + jvm);
        List<String> arguments = new ArrayList<>(List.of(jvm.split(" +")));
        arguments.add("-Xlog:gc");
        Server server = service.startNode("node-" + (nodes.size() + 1), Map.of(), arguments);
        nodes.add(new Node(jvm, server, Workloads.cachedStyles(options, server)));
    }

    private Table measure(Node bare, Options options, PrintStream out) throws IOException, InterruptedException {
        double bareRate = Latency.largeRate(bare.workload, options);
        double rate = Latency.largeRate(nodes.get(0).workload, options);
        for (Node node : nodes.subList(1, nodes.size())) {
            ClosedLoop.drive(node.server.port(), node.workload.requests(), options.warmUp());
        }
        for (int turn = 1; turn <= TURNS; turn++) {
            out.println("collectors, turn " + turn + " of " + TURNS);
            bare.drive(bareRate);
            for (Node node : nodes) {
                node.drive(rate);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(bare.cells(bare.tail()));
        nodes.forEach(node -> rows.add(node.cells(bare.tail())));
        out.printf(Locale.ROOT, "%,.0f requests/s, the bare servlet %,.0f%n", rate, bareRate);
        return new Table(HEADER, rows);
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.server.close());
    }
}
