package atelier.perf.cluster;

import atelier.perf.service.EmbeddedService;
import atelier.perf.service.GuardedProcess;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service's commands, as its operators use them. */
final class Commands {
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final Map<String, String> settings;

    /**
     * Returns those for one database.
     *
     * @param folder for what they print and need
     * @param settings that name the database
     */
    Commands(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** Puts another invented catalogue in place. */
    void importCatalogue(int products) throws Exception {
        Path catalogue = Files.createTempDirectory(folder, "catalogue");
        run("generate", catalogue.toString(), "--products", String.valueOf(products));
        run("import", "config.yml", catalogue.toString());
    }

    void run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                "atelier-service/target/atelier-service.jar"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("%s.log".formatted(arguments[0]));
        try (GuardedProcess process =
                GuardedProcess.start(command, PROJECT, EmbeddedService.variables(PROJECT), settings, log)) {
            Waiting.until("%s has ended".formatted(List.of(arguments)), () -> !process.isAlive());
            if (process.exitStatus() != 0) {
                throw new IOException("%s: %s".formatted(List.of(arguments), Files.readString(log)));
            }
        }
    }
}
