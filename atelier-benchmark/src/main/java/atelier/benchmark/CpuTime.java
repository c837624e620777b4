package atelier.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** Processor time and memory of processes, from {@code /proc}. */
final class CpuTime {
    /** Linux counts in hundredths of a second on every architecture that the JDK supports. */
    private static final long TICK_MICROSECONDS = 10_000;

    /** Fields of proc_pid_stat(5) after the name. The name may hold any character, and ends with the last bracket. */
    private static final int FIRST_FIELD = 3;

    private static final int USER = 14;
    private static final int SYSTEM_OF_CHILDREN = 17;

    private CpuTime() {}

    /** Returns the user and system time of processes and of their ended children; a process that has ended counts 0. */
    static long microseconds(Collection<Long> processes) {
        long sum = 0;
        for (long process : processes) {
            try {
                sum += microseconds(read(process, "stat"));
            } catch (IOException e) {
                // It ended since it was listed. Its parent's time now includes it.
            }
        }
        return sum;
    }

    static long microseconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = USER; field <= SYSTEM_OF_CHILDREN; field++) {
            ticks += Long.parseLong(fields[field - FIRST_FIELD]);
        }
        return ticks * TICK_MICROSECONDS;
    }

    /** Returns the resident memory of a process. */
    static double residentMebibytes(long process) throws IOException {
        return residentMebibytes(read(process, "status"));
    }

    static double residentMebibytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no VmRSS"));
    }

    /** Returns how often the threads of processes have waited. Whatever ends such a wait has woken up the thread. */
    static long waits(Collection<Long> processes) {
        long sum = 0;
        for (long process : processes) {
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
                sum += threads.mapToLong(CpuTime::waits).sum();
            } catch (IOException | UncheckedIOException e) {
                // It ended since it was listed.
            }
        }
        return sum;
    }

    private static long waits(Path thread) {
        try {
            return waits(Files.readString(thread.resolve("status"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return 0;
        }
    }

    static long waits(String status) {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no voluntary_ctxt_switches"));
    }

    private static String read(long process, String file) throws IOException {
        return new String(Files.readAllBytes(Path.of("/proc/" + process, file)), StandardCharsets.ISO_8859_1);
    }
}
