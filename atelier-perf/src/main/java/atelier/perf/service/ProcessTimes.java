package atelier.perf.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel of this machine knows of a node's processor time, and the node itself does not: the part of the JVM's compilers, and the
 * time of its embedded PostgreSQL. Only Linux tells.
 *
 * @param compilers nanoseconds of each compiler thread
 * @param backends nanoseconds of each backend of the embedded PostgreSQL; null if the node has no such server
 */
record ProcessTimes(Map<Long, Long> compilers, @Nullable Map<Long, Long> backends) {
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
        try {
            return isHere ? Optional.of(new ProcessTimes(compilers(pid), backends(pid))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the milliseconds that the compilers took since an earlier reading. */
    double compilerMillisSince(ProcessTimes before) {
        return millisSince(before.compilers, compilers);
    }

    /** Returns the milliseconds that the database's backends took since an earlier reading; empty without such a server. */
    Optional<Double> databaseMillisSince(ProcessTimes before) {
        return before.backends == null || backends == null
                ? Optional.empty()
                : Optional.of(millisSince(before.backends, backends));
    }

    /** A thread or process that has ended since then is left out. */
    private static double millisSince(Map<Long, Long> before, Map<Long, Long> after) {
        return after.entrySet().stream()
                        .mapToLong(time -> time.getValue() - before.getOrDefault(time.getKey(), 0L))
                        .sum()
                / 1e6;
    }

    private static Map<Long, Long> compilers(long pid) throws IOException {
        Map<Long, Long> times = new HashMap<>();
        try (Stream<Path> threads = Files.list(PROCESSES.resolve(pid + "/task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                String name = text(thread.resolve("comm"));
                if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
                    nanoseconds(thread)
                            .ifPresent(time ->
                                    times.put(Long.valueOf(thread.getFileName().toString()), time));
                }
            }
        }
        return times;
    }

    private static @Nullable Map<Long, Long> backends(long pid) throws IOException {
        Optional<ProcessHandle> server = LeftoverDatabase.find(dataFolder(PROCESSES.resolve(Long.toString(pid))));
        if (server.isEmpty()) {
            return null;
        }
        Map<Long, Long> times = new HashMap<>();
        for (ProcessHandle process : (Iterable<ProcessHandle>) server.get().children()::iterator) {
            Path backend = PROCESSES.resolve(Long.toString(process.pid()));
            // A client's address follows; autovacuum and checkpoints have none, and come when they like.
            if (text(backend.resolve("cmdline")).matches("(?s)postgres: .*(?:\\(\\d+\\)|\\[local]).*")) {
                nanoseconds(backend).ifPresent(time -> times.put(process.pid(), time));
            }
        }
        return times;
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

    /** Returns the time of a thread, or of the first thread of a process; empty if it has ended. */
    private static OptionalLong nanoseconds(Path thread) {
        String[] numbers = text(thread.resolve("schedstat")).split(" ", 2);
        return numbers[0].matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(numbers[0])) : OptionalLong.empty();
    }

    /** Returns the content of a file; nothing if it does not exist any more. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
