package atelier.benchmark;

import atelier.perf.service.GuardedProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program that the benchmark started, which ends with it however it ends, and its log. */
final class Program implements AutoCloseable {
    private static final int EXCERPT = 2_000;

    private final GuardedProcess process;
    private final Path log;

    Program(GuardedProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns everything below the shell that guards the program, the program among it. */
    List<Long> processes() {
        return process.handle().descendants().map(ProcessHandle::pid).toList();
    }

    /**
     * Returns the JVM, if the program is one.
     *
     * @throws IOException if it has ended
     */
    ProcessHandle jvm() throws IOException {
        Optional<ProcessHandle> jvm = process.handle()
                .descendants()
                .filter(program -> program.info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .findFirst();
        if (jvm.isEmpty()) {
            throw new IOException("There is no JVM any more. " + end());
        }
        return jvm.get();
    }

    /**
     * Waits for the program's end.
     *
     * @throws IOException if it ends with a status other than 0, or not in time
     */
    void await(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("It did not end within " + limit.toSeconds() + " seconds. " + end());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        if (process.exitStatus() != 0) {
            throw new IOException("It ended with status " + process.exitStatus() + ". " + end());
        }
    }

    /** Returns everything that it has printed. */
    String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** Returns where its log is and how that ends, for an error message. */
    String end() throws IOException {
        String text = output().strip();
        return "The end of " + log + ":\n" + text.substring(Math.max(0, text.length() - EXCERPT));
    }

    @Override
    public void close() {
        process.close();
    }
}
