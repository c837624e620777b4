package atelier.perf.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where a run is made, and of what. */
public final class Machine {
    private static final long GIT_SECONDS = 5;

    private Machine() {}

    /** Processor, cores and memory. */
    public static String description() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "%s, %d cores, %d GB"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(system.getTotalMemorySize() / 1e9));
    }

    /**
     * The commit that is checked out, with + behind it when files were changed, other than the reports that runs themselves write;
     * {@code unknown} if there is no git.
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
        // Into a file, because reading a pipe would wait for as long as git does.
        Path answer = Files.createTempFile("git", ".txt");
        try {
            Process git = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectOutput(answer.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                throw new IOException("git does not end");
            }
            if (git.exitValue() != 0) {
                throw new IOException("git ended with status " + git.exitValue());
            }
            return Files.readString(answer).strip();
        } finally {
            Files.deleteIfExists(answer);
        }
    }
}
