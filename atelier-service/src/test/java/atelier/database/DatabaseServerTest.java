package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.testing.FullTier;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class DatabaseServerTest {
    private static final Pattern ADDRESS = Pattern.compile("//([^:/]+):(\\d+)/");

    @Test
    @FullTier("waits for the time limit of a connection")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aServerThatStopsRespondingAfterTheLoginFailsTheConnect(Service service) throws Exception {
        DatabaseSettings settings = service.configuration().getDatabase();
        Matcher address = ADDRESS.matcher(String.valueOf(settings.url()));
        assertThat(address.find()).isTrue();
        try (Proxy proxy = new Proxy(address.group(1), Integer.parseInt(address.group(2)))) {
            DatabaseSettings slow = through(address.replaceFirst("//localhost:" + proxy.port() + "/"), settings);
            DatabaseServer server = new DatabaseServer(slow, DatabaseAddress.external(slow));

            assertThatThrownBy(server::connect).isInstanceOf(SQLException.class).hasRootCauseMessage("Read timed out");
        }
    }

    @Test
    void openingTheDatabaseTakesOneConnection(Service service) {
        DatabaseSettings settings = service.configuration().getDatabase();
        DatabaseSettings counted =
                through(settings.url() + "?socketFactory=" + CountedSockets.class.getName(), settings);

        CountedSockets.OPENED.set(0);
        Database.own(counted).close();
        assertThat(CountedSockets.OPENED).hasValue(1);

        Database.share(counted).close();
        assertThat(CountedSockets.OPENED).hasValue(2);
    }

    /** Made by the driver, by its name. */
    public static final class CountedSockets extends SocketFactory {
        private static final AtomicInteger OPENED = new AtomicInteger();

        @Override
        public Socket createSocket() {
            OPENED.incrementAndGet();
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aConnectionHasNoNetworkTimeout(Service service) throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.servers().get(0).connect()) {
            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    private static DatabaseSettings through(String url, DatabaseSettings settings) {
        return new DatabaseSettings(
                url,
                settings.user(),
                settings.password(),
                settings.passwordFile(),
                settings.dataDirectory(),
                settings.poolSize(),
                settings.freshPoolSize(),
                settings.poolWait(),
                settings.readLimit(),
                Duration.seconds(5),
                settings.statementTimeout(),
                settings.slowStatement(),
                settings.startupWait());
    }

    /** Passes on all bytes of one connection until the query that switches the time limits off. */
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final String host;
        private final int port;

        Proxy(String host, int port) throws IOException {
            this.host = host;
            this.port = port;
            threads.execute(this::pass);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void pass() {
            try (Socket client = listener.accept();
                    Socket server = new Socket(host, port)) {
                threads.execute(() -> responses(server, client));
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                boolean hangs = false;
                for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                    hangs |= new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("set_config");
                    if (!hangs) {
                        out.write(buffer, 0, length);
                    }
                }
            } catch (IOException e) {
                // The test has ended.
            }
        }

        private static void responses(Socket server, Socket client) {
            try {
                server.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // The connection has ended.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }
}
