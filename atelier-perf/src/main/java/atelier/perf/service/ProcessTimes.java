package atelier.perf.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel of this machine knows of a node's processor time, and the node itself does not: the part of the JVM's compilers, and the
 * time of its embedded PostgreSQL. Only Linux tells.
 *
 * @param compilers the compiler threads
 * @param backends the backends of the embedded PostgreSQL; null if the node has no such server
 */
record ProcessTimes(ThreadTimes compilers, @Nullable ThreadTimes backends) {
    private static final Path PROCESSES = Path.of("/proc");
    /** The start of a process that is computed from a node's uptime differs from the kernel's by less. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** Reads the times of a node; empty if it is on another machine or in a container, or this is not Linux. */
    static Optional<ProcessTimes> of(JsonNode metrics) {
        String name = metrics.at("/gauges/jvm.attribute.name/value").asText();
        long uptime = metrics.at("/gauges/jvm.attribute.uptime/value").asLong();
        if (!name.matches("\\d{1,9}@.*")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(name.substring(0, name.indexOf('@')));
        Instant started = Instant.now().minusMillis(uptime);
        boolean isHere = ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> Duration.between(start, started).abs().compareTo(TOLERANCE) < 0)
                .isPresent();
        return isHere ? Optional.of(of(PROCESSES.resolve(Long.toString(pid)))) : Optional.empty();
    }

    /** Reads the times of a node from its folder in {@code /proc}. */
    static ProcessTimes of(Path process) {
        return new ProcessTimes(compilers(process), backends(process));
    }

    private static ThreadTimes compilers(Path process) {
        try (Stream<Path> all = Files.list(process.resolve("task"))) {
            List<Path> compilers = all.filter(ProcessTimes::isCompiler).toList();
            return compilers.isEmpty()
                    ? ThreadTimes.unknown(process.resolve("task") + " has no thread with their names")
                    : ThreadTimes.of(compilers);
        } catch (IOException | UncheckedIOException e) {
            return ThreadTimes.unknown(unreadable(e));
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            String name = text(thread.resolve("comm"));
            return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
        } catch (IOException e) {
            // It has ended.
            return false;
        }
    }

    private static @Nullable ThreadTimes backends(Path process) {
        try {
            Optional<ProcessHandle> server = LeftoverDatabase.find(dataFolder(process));
            return server.isEmpty()
                    ? null
                    : ThreadTimes.of(server.get()
                            .children()
                            .map(child -> PROCESSES.resolve(Long.toString(child.pid())))
                            .filter(ProcessTimes::isBackend)
                            .toList());
        } catch (IOException e) {
            return ThreadTimes.unknown(unreadable(e));
        }
    }

    /** Tells whether a client's address follows the name: autovacuum and checkpoints have none, and come when they like. */
    private static boolean isBackend(Path process) {
        try {
            return text(process.resolve("cmdline")).matches("(?s)postgres: .*(?:\\(\\d+\\)|\\[local]).*");
        } catch (IOException e) {
            // It has ended.
            return false;
        }
    }

    private static String unreadable(Exception e) {
        return "it cannot be read: " + e.getMessage();
    }

    /** Returns the folder of a node's data, by its environment and working directory. */
    private static Path dataFolder(Path process) throws IOException {
        String folder = Stream.of(text(process.resolve("environ")).split("\0", -1))
                .filter(variable -> variable.startsWith("ATELIER_DATA="))
                .map(variable -> variable.substring("ATELIER_DATA=".length()))
                .findFirst()
                .orElse("data");
        return Files.readSymbolicLink(process.resolve("cwd")).resolve(folder);
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
