package atelier.perf.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine and the commit of a run. */
public final class Machine {
    private static final long GIT_SECONDS = 5;

    private Machine() {}

    /** Returns processor, cores and memory. */
    public static String description() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "%s, %s cores, %s GB"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(system.getTotalMemorySize() / 1e9));
    }

    /**
     * Returns the checked-out commit; {@code unknown} without git. A + follows if files are changed, other than the reports that runs
     * write.
     */
    public static String commit(Path project) {
        try {
            String commit = git(project, List.of("git", "rev-parse", "--short", "HEAD"));
            return git(project, List.of("git", "status", "--porcelain", "--", ".", ":!reports"))
                            .isEmpty()
                    ? commit
                    : commit + "+";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static String processor() {
        Path processors = Path.of("/proc/cpuinfo");
        if (Files.isReadable(processors)) {
            try {
                return Files.readAllLines(processors).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String git(Path project, List<String> command) throws IOException, InterruptedException {
        // Into a file: reading a pipe has no time limit.
        Path output = Files.createTempFile("git", ".txt");
        try {
            Process git = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                throw new IOException("git did not end in time");
            }
            if (git.exitValue() != 0) {
                throw new IOException("git ended with status " + git.exitValue());
            }
            return Files.readString(output).strip();
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
