package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.product.load.Catalogue;
import atelier.testing.FullTier;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Imports whose connection breaks at the COMMIT of the switch. */
@ExtendWith(RunningService.class)
class LostSwitchTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final Pattern ADDRESS = Pattern.compile("//([^:/]+):(\\d+)/");

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void aSwitchThatWasCommittedIsReportedAsServedWithAWarning(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("lost_after_commit");

        ImportReport report = load(settings, Lost.AFTER_COMMIT);

        assertThat(report.served()).isTrue();
        assertThat(service.query(settings, "SELECT products FROM catalogue.edition"))
                .isEqualTo("6");
        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("Warning: the new edition of catalogue is served, although the import ended with an error")
                .containsOnlyOnce("Warning:");
    }

    @Test
    void aSwitchThatWasNotCommittedIsReportedAsFailed(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("lost_before_commit");

        assertThatThrownBy(() -> load(settings, Lost.BEFORE_COMMIT))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("The import failed and changed nothing: the database says");

        assertThat(service.query(settings, "SELECT products FROM catalogue.edition"))
                .isEqualTo("0");
    }

    @Test
    @FullTier("waits for PostgreSQL to notice a lost connection")
    void locksOfAnImportThatVanishedBeforeCommitEndWithinSeconds(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("vanished_before_commit");

        assertThatThrownBy(() -> load(settings, Lost.UNSEEN_BY_POSTGRESQL))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("The import failed and changed nothing: the database says");

        assertThat(service.query(settings, "SELECT products FROM catalogue.edition"))
                .isEqualTo("0");
    }

    private ImportReport load(DatabaseSettings settings, Lost lost) throws Exception {
        Matcher address = ADDRESS.matcher(String.valueOf(settings.url()));
        assertThat(address.find()).isTrue();
        try (Proxy proxy = new Proxy(address.group(1), Integer.parseInt(address.group(2)), lost)) {
            DatabaseSettings through =
                    TestSettings.at(settings, address.replaceFirst("//localhost:" + proxy.port() + "/"));
            try (Database database = Database.share(through)) {
                return DatasetImport.of(
                                Catalogue.DATASET,
                                FIXTURE,
                                directory.resolve("rejects.csv"),
                                ImportOptions.maxRejects("100%"))
                        .run(database, new PrintStream(screen, true, StandardCharsets.UTF_8));
            }
        }
    }

    private enum Lost {
        BEFORE_COMMIT,
        AFTER_COMMIT,
        /** Before COMMIT, and the connection to PostgreSQL stays open, as if the client's machine had lost its power. */
        UNSEEN_BY_POSTGRESQL
    }

    /** Passes on all bytes until the message that follows the renaming of the schema, which it may pass on as well. */
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final String host;
        private final int port;
        private final Lost lost;

        Proxy(String host, int port, Lost lost) throws IOException {
            this.host = host;
            this.port = port;
            this.lost = lost;
            threads.execute(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket server = new Socket(host, port);
                    threads.execute(() -> requests(client, server));
                    threads.execute(() -> responses(server, client));
                }
            } catch (IOException e) {
                threads.shutdown();
            }
        }

        private void requests(Socket client, Socket server) {
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                boolean switching = false;
                for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                    String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
                    // The driver sends COMMIT by the name of a prepared statement.
                    boolean last = switching;
                    switching |= text.contains("RENAME TO catalogue_old");
                    if (!last || lost == Lost.AFTER_COMMIT) {
                        out.write(buffer, 0, length);
                    }
                    if (last) {
                        client.close();
                        if (lost != Lost.UNSEEN_BY_POSTGRESQL) {
                            server.shutdownOutput();
                        }
                        // PostgreSQL closes the connection when it has committed and read the end, or by a time limit.
                        while (lost != Lost.BEFORE_COMMIT
                                && server.getInputStream().read() >= 0) {}
                        return;
                    }
                }
            } catch (IOException e) {
                // The other thread has closed a socket.
            }
        }

        private static void responses(Socket server, Socket client) {
            try {
                server.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // The other thread has closed a socket.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
