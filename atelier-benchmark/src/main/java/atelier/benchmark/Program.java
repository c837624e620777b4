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

/** A child process of the benchmark, which ends with it, and its log. */
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

    /** Returns the program and its children. */
    List<Long> processes() {
        return process.handle().descendants().map(ProcessHandle::pid).toList();
    }

    /**
     * Returns the program's JVM.
     *
     * @throws IOException if there is none
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
            throw new IOException("The JVM has ended. " + end());
        }
        return jvm.get();
    }

    /**
     * Waits until the program ends.
     *
     * @throws IOException if its exit status is not 0, or the limit passes
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

    /** Returns everything that the program has printed. */
    String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** Returns the log's path and its end, for an error message. */
    String end() throws IOException {
        String text = output().strip();
        return "The end of " + log + ":\n" + text.substring(Math.max(0, text.length() - EXCERPT));
    }

    @Override
    public void close() {
        process.close();
    }
}
