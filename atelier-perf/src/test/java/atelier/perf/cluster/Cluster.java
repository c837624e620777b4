package atelier.perf.cluster;

import atelier.perf.settings.IdChoice;
import atelier.perf.target.EmbeddedService;
import atelier.perf.target.GuardedProcess;
import atelier.perf.target.Waiting;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes behind nginx on one PostgreSQL, as plain processes on the loopback address. */
final class Cluster implements AutoCloseable {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final Set<String> variables;
    private final Map<String, String> settings;
    private final PostgresServer database;
    private final List<Node> nodes = new ArrayList<>();
    private final Nginx nginx;

    private Cluster(
            Path folder, int size, int products, Map<String, String> nodeSettings, Map<String, String> nginxSettings)
            throws Exception {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.variables = EmbeddedService.variables(PROJECT);
        this.database = new PostgresServer(this.folder.resolve("postgres"));
        database.start();
        this.settings = new HashMap<>(Map.of("DATABASE_URL", database.url(), "DATABASE_USER", "postgres"));
        settings.putAll(nodeSettings);
        command("db", "migrate", "config.yml");
        importCatalogue(products);
        for (int number = 0; number < size; number++) {
            nodes.add(new Node("node-" + number, this.folder, variables, settings));
        }
        for (Node node : nodes) {
            node.begin();
        }
        for (Node node : nodes) {
            node.awaitReady();
        }
        this.nginx = Nginx.start(
                this.folder.resolve("nginx"), nodes.stream().map(Node::address).toList(), nginxSettings);
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder of all its files; a new one
     * @param products of its invented catalogue
     */
    static Cluster start(
            Path folder, int nodes, int products, Map<String, String> nodeSettings, Map<String, String> nginxSettings)
            throws Exception {
        return new Cluster(folder, nodes, products, nodeSettings, nginxSettings);
    }

    /** Starts three nodes with a catalogue of 2,000 products. */
    static Cluster start(Path folder) throws Exception {
        return start(folder, 3, 2_000, Map.of(), Map.of());
    }

    Nginx nginx() {
        return nginx;
    }

    List<Node> nodes() {
        return nodes;
    }

    Node node(int number) {
        return nodes.get(number);
    }

    PostgresServer database() {
        return database;
    }

    Catalogue catalogue() {
        return new Probe(nginx.address()).catalogue(new IdChoice(1, null));
    }

    /** Page views at so many requests a second, through nginx. */
    Traffic traffic(double rate) {
        return Traffic.start(nginx.address(), catalogue(), rate);
    }

    /** Puts another catalogue in place, by the command that its operators use. */
    void importCatalogue(int products) throws Exception {
        Path catalogue = Files.createTempDirectory(folder, "catalogue");
        command("generate", catalogue.toString(), "--products", String.valueOf(products));
        command("import", "config.yml", catalogue.toString());
    }

    private void command(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                "atelier-service/target/atelier-service.jar"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("%s.log".formatted(arguments[0]));
        try (GuardedProcess process = GuardedProcess.start(command, PROJECT, variables, settings, log)) {
            Waiting.until("%s has ended".formatted(List.of(arguments)), () -> !process.isAlive());
            if (process.exitStatus() != 0) {
                throw new IOException("%s: %s".formatted(List.of(arguments), Files.readString(log)));
            }
        }
    }

    @Override
    public void close() throws IOException {
        nginx.close();
        nodes.forEach(Node::close);
        database.close();
    }
}
