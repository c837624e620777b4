package atelier.operations.frontdoor;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Frees the space of a part of a file, which keeps its length. Java cannot do this, so a program of util-linux does. */
final class FreedSpace {
    private static final String PROGRAM = "fallocate";

    /** It takes milliseconds, unless the file system hangs. */
    private static final int LIMIT_SECONDS = 30;

    private FreedSpace() {}

    /**
     * Checks that the program is there.
     *
     * @throws OperatorException if it is not, as outside Linux
     */
    static void requireProgram() {
        try {
            run(List.of(PROGRAM, "--version"));
        } catch (IOException e) {
            throw new OperatorException(
                    "--truncate needs the program fallocate of util-linux, which cannot be run: " + e.getMessage()
                            + ". Leave the option out, and rotate the log by logrotate.",
                    e);
        }
    }

    /** Frees the bytes of a file from {@code start} to before {@code end}. Other bytes may be written meanwhile. */
    static void free(Path file, long start, long end) throws IOException {
        run(List.of(
                PROGRAM,
                "--punch-hole",
                "--offset",
                Long.toString(start),
                "--length",
                Long.toString(end - start),
                file.toString()));
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            // It prints a line at most, which the pipe holds until it is read.
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(PROGRAM + " has not ended within " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + PROGRAM + " runs", e);
        }
    }
}
