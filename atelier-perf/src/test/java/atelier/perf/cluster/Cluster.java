package atelier.perf.cluster;

import atelier.perf.settings.IdChoice;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes behind nginx on one database, as plain processes on the loopback address. */
final class Cluster implements AutoCloseable {
    /** All clients of a test have the same address, so the limits of one would be theirs together. */
    static final Map<String, String> WRITERS = Map.of("SHOPPER_WRITE_RATE", "0");

    static final Map<String, String> NGINX_FOR_WRITERS = Map.of("NGINX_CLIENT_WRITE_RATE", "100000");

    private final List<Node> nodes = new ArrayList<>();
    private final Nginx nginx;

    private Cluster(Path folder, int size, Map<String, String> nodeSettings, Map<String, String> nginxSettings)
            throws Exception {
        Path logs = Files.createDirectories(folder).toRealPath();
        for (int number = 0; number < size; number++) {
            nodes.add(new Node("node-" + number, logs, Jvm.SHORT_LIVED, nodeSettings));
        }
        Node.start(nodes);
        this.nginx = Nginx.start(
                logs.resolve("nginx"), nodes.stream().map(Node::address).toList(), nginxSettings);
    }

    /**
     * Starts nodes and nginx on a copy of the {@link SharedCatalogue} and waits until they are ready.
     *
     * @param folder a new folder for their logs
     */
    static Cluster start(Path folder, int nodes, Map<String, String> nodeSettings, Map<String, String> nginxSettings)
            throws Exception {
        Map<String, String> settings = new HashMap<>(SharedCatalogue.get().copy());
        settings.putAll(nodeSettings);
        return new Cluster(folder, nodes, settings, nginxSettings);
    }

    /** Starts three nodes on a database that the test may stop. They do not warm up, so that they have to serve while they are cold. */
    static Cluster on(PostgresServer database, Path folder) throws Exception {
        return new Cluster(folder, 3, settings(database), NGINX_FOR_WRITERS);
    }

    /** Returns the settings of nodes with writers on such a database. */
    static Map<String, String> settings(PostgresServer database) {
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.putAll(WRITERS);
        return settings;
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

    Catalogue catalogue() {
        return catalogue(nginx.address());
    }

    static Catalogue catalogue(String address) {
        return new Probe(address).catalogue(new IdChoice(1, null));
    }

    /** Sends page views through nginx, {@code rate} requests per second. */
    Traffic traffic(double rate) {
        return Traffic.start(nginx.address(), catalogue(), rate);
    }

    /** Starts shoppers who write through nginx. */
    Witness witness() {
        return Witness.start(nginx.address(), 1);
    }

    /** Ends them; what they wrote must be found on each node and through nginx. */
    Witness.Testimony end(Witness witness) throws Exception {
        List<String> addresses = new ArrayList<>(List.of(nginx.address()));
        nodes.forEach(node -> addresses.add("http://" + node.address()));
        return witness.end(addresses);
    }

    @Override
    public void close() {
        nginx.close();
        nodes.forEach(Node::close);
    }
}
