package atelier.perf.cluster;

import atelier.perf.service.EmbeddedService;
import atelier.perf.service.GuardedProcess;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service's commands on one database, as an operator runs them. */
final class Commands {
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final Map<String, String> settings;

    /**
     * @param folder for the commands' logs and files
     * @param settings the environment variables that name the database
     */
    Commands(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** Migrates an empty database and fills it with an invented catalogue, in one JVM. */
    void prepare(int products) throws Exception {
        run(Map.of("DEMO_PRODUCTS", Integer.toString(products)), "prepare", "config.yml");
    }

    /** Replaces the catalogue by another invented one. */
    void importCatalogue(int products) throws Exception {
        Path catalogue = Files.createTempDirectory(folder, "catalogue");
        run(Map.of(), "generate", catalogue.toString(), "--products", String.valueOf(products));
        // Shoppers may have written since the last import; an import of their groups would refuse to discard that.
        run(Map.of(), "import", "config.yml", catalogue.toString(), "--only", "catalogue");
    }

    private void run(Map<String, String> further, String... arguments) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(further);
        Path log = folder.resolve("%s.log".formatted(arguments[0]));
        try (GuardedProcess process = GuardedProcess.start(
                Jvm.SHORT_LIVED.command(arguments), PROJECT, EmbeddedService.variables(PROJECT), environment, log)) {
            Waiting.until("%s has ended".formatted(List.of(arguments)), () -> !process.isAlive());
            if (process.exitStatus() != 0) {
                throw new IOException("%s: %s".formatted(List.of(arguments), Files.readString(log)));
            }
        }
    }
}
