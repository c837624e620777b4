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

/** The benchmark's folder, and the programs that it starts there. */
final class Workspace {
    private final Path project;
    private final Path folder;
    private final Set<String> variables;

    private Workspace(Path project, Path folder, Set<String> variables) {
        this.project = project;
        this.folder = folder;
        this.variables = variables;
    }

    /** @throws UsageException if the service's jar is missing */
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

    /** Tells whether the script {@code atelier} has a file of loaded classes for the next start. */
    boolean hasClasses() throws IOException {
        return !classes().isEmpty();
    }

    /** Deletes these files, so that the next start is a first one. */
    void deleteClasses() throws IOException {
        classes().forEach(Workspace::deleteFile);
    }

    private List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("atelier-service/target"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    /** Returns the source file of a program that the benchmark starts. */
    Path program(String file) {
        return project.resolve("atelier-benchmark/src/programs/" + file);
    }

    /** Returns the arguments that make a JVM run a single source file with the service's jar as class path. */
    List<String> source(String file, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("-cp", jar().toString(), program(file).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns the program {@code java} of the benchmark's own JVM. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts a JVM of the same version as the benchmark's. */
    Program java(String name, List<String> arguments, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(arguments);
        return start(name, command, settings);
    }

    /** Starts a program with the log {@code name}.log. It does not inherit the service's settings, but has {@code settings}. */
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

    /** Deletes a folder and its content. */
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
