package atelier.benchmark;

import atelier.perf.service.EmbeddedService;
import atelier.perf.service.GuardedProcess;
import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the benchmark keeps what it makes, and how it starts programs there. */
final class Workspace {
    private final Path project;
    private final Path folder;
    private final Set<String> variables;

    private Workspace(Path project, Path folder, Set<String> variables) {
        this.project = project;
        this.folder = folder;
        this.variables = variables;
    }

    /** @throws UsageException if the service has not been built */
    static Workspace of(Path project) throws IOException {
        Path folder = Files.createDirectories(project.resolve("atelier-benchmark/target/benchmark"));
        Workspace workspace = new Workspace(project, folder.toRealPath(), EmbeddedService.variables(project));
        if (!Files.isReadable(workspace.jar())) {
            throw new UsageException("There is no " + workspace.jar() + ": mvn -DskipTests package builds it.");
        }
        return workspace;
    }

    Path project() {
        return project;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path jar() {
        return project.resolve("atelier-service/target/atelier-service.jar");
    }

    /** A program of the service's jar that stands in a single source file. */
    List<String> source(String file, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "-cp",
                jar().toString(),
                project.resolve("atelier-benchmark/src/programs/" + file).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** StartTiming a JVM like the benchmark's own. */
    Program java(String name, List<String> arguments, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return start(name, command, settings);
    }

    /** StartTiming a program whose log has a name; of the service's settings it sees only those that are given. */
    Program start(String name, List<String> command, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.put("ATELIER_DATA", data().toString());
        Path log = folder.resolve(name + ".log");
        return new Program(GuardedProcess.start(command, project, variables, environment, log), log);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Workspace::deleteFile);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
