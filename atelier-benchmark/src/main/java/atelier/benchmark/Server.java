package atelier.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that has responded. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Program program;
    private final int port;
    private final Duration start;

    private Server(Program program, int port, Duration start) {
        this.program = program;
        this.port = port;
        this.start = start;
    }

    /** Starts a JVM of the benchmark's version with these arguments, as {@link #start} does. */
    static Server java(
            Workspace workspace,
            String name,
            List<String> arguments,
            Map<String, String> settings,
            int port,
            String path)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Workspace.java()));
        command.addAll(arguments);
        return start(workspace, name, command, settings, port, path);
    }

    /**
     * Starts a program and waits until it responds.
     *
     * @param name names the log
     * @param path what the first request asks for
     */
    static Server start(
            Workspace workspace, String name, List<String> command, Map<String, String> settings, int port, String path)
            throws IOException, InterruptedException {
        Get get = new Get();
        long begin = System.nanoTime();
        Program program = workspace.start(name, command, settings);
        try {
            get.await(program, port, path, PATIENCE);
        } catch (IOException | InterruptedException | RuntimeException e) {
            program.close();
            throw e;
        }
        return new Server(program, port, Duration.ofNanos(System.nanoTime() - begin));
    }

    int port() {
        return port;
    }

    /** Returns the time from the start of the process to the first response. */
    Duration startTime() {
        return start;
    }

    List<Long> processes() {
        return program.processes();
    }

    /** Returns everything that the program has printed. */
    String output() throws IOException {
        return program.output();
    }

    double residentMebibytes() throws IOException {
        return CpuTime.residentMebibytes(program.jvm().pid());
    }

    /** Sends SIGTERM and waits for the end; writing an AOT cache may take a while. */
    void end() throws IOException, InterruptedException {
        program.jvm().destroy();
        try {
            program.await(PATIENCE);
        } catch (IOException e) {
            // A JVM that SIGTERM ends has exit status 143. The caller checks what it wrote.
            if (program.isAlive()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
