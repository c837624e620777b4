package atelier.perf.cluster;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that a test can fill. Only root may mount one. */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts an empty disk. Skips the test with a message if this is not permitted. */
    static SmallDisk mount(Path folder, int mebibytes, Class<?> test) throws IOException {
        Files.createDirectories(folder);
        boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=700", "tmpfs", folder.toString());
        if (!mounted) {
            System.out.printf(
                    "%n*** LEFT OUT, because only root may mount a small disk: %s ***%n%n", test.getSimpleName());
        }
        assumeThat(mounted).as("a small disk is mounted").isTrue();
        return new SmallDisk(folder);
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Takes all space that is left. */
    void fill() throws IOException {
        try (OutputStream file = Files.newOutputStream(ballast())) {
            while (folder.toFile().getUsableSpace() > 0) {
                file.write(new byte[BLOCK]);
            }
        } catch (IOException full) {
            if (folder.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    /** Gives the space back. */
    void free() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() {
        if (!run("umount", folder.toString())) {
            run("umount", "--lazy", folder.toString());
        }
    }
}
