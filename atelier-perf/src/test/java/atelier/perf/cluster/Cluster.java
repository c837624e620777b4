package atelier.perf.cluster;

import atelier.perf.service.EmbeddedService;
import atelier.perf.settings.IdChoice;
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
    private final Path folder;
    private final Commands commands;
    private final PostgresServer database;
    private final List<Node> nodes = new ArrayList<>();
    private final Nginx nginx;

    private Cluster(
            Path folder, int size, int products, Map<String, String> nodeSettings, Map<String, String> nginxSettings)
            throws Exception {
        this.folder = Files.createDirectories(folder).toRealPath();
        Set<String> variables = EmbeddedService.variables(Commands.PROJECT);
        this.database = new PostgresServer(this.folder.resolve("postgres"));
        database.start();
        Map<String, String> settings =
                new HashMap<>(Map.of("DATABASE_URL", database.url(), "DATABASE_USER", "postgres"));
        settings.putAll(nodeSettings);
        this.commands = new Commands(this.folder, settings);
        commands.run("db", "migrate", "config.yml");
        commands.importCatalogue(products);
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
        commands.importCatalogue(products);
    }

    @Override
    public void close() throws IOException {
        nginx.close();
        nodes.forEach(Node::close);
        database.close();
    }
}
