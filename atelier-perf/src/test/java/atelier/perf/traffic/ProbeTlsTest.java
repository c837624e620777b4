package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atelier.perf.settings.IdChoice;
import atelier.perf.settings.UsageException;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An https target whose certificate a private authority has signed. */
class ProbeTlsTest {
    private static final IdChoice ALL = new IdChoice(1, null);

    @TempDir
    private static Path folder;

    private static PrivateAuthority authority;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        authority = PrivateAuthority.create(folder.resolve("authority"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        server.createContext("/products", exchange -> {
            byte[] body = "[{\"id\": 1}]".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Total-Count", "1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void certificateOfAPrivateAuthorityIsRefusedWithAdvice() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new Probe(target("127.0.0.1")).catalogue(ALL))
                .withMessage(
                        "the certificate of %s is refused: unable to find valid certification path to requested target; "
                                + "if a private authority signed it, set -Dauthority to its PEM file",
                        target("127.0.0.1"));
    }

    @Test
    void certificateOfTheGivenAuthorityIsAccepted() {
        assertThat(new Probe(target("127.0.0.1"), Optional.of(authority.certificate())).catalogue(ALL))
                .isEqualTo(new Catalogue(1, 1, List.of()));
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() throws Exception {
        Path other = PrivateAuthority.create(folder.resolve("other")).certificate();

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new Probe(target("127.0.0.1"), Optional.of(other)).catalogue(ALL))
                .withMessageStartingWith("the certificate of " + target("127.0.0.1") + " is refused: ");
    }

    @Test
    void certificateForAnotherHostIsRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new Probe(target("localhost"), Optional.of(authority.certificate())).catalogue(ALL))
                .withMessageStartingWith(
                        "the certificate of " + target("localhost") + " is refused: No name matching localhost found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no certificate",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n"
            })
    void fileWithoutACertificateIsNamed(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.pem"), content);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new Probe(target("127.0.0.1"), Optional.of(file)))
                .withMessage(
                        "-Dauthority=%s: not a PEM file with certificates only, "
                                + "which begin with -----BEGIN CERTIFICATE-----",
                        file);
    }

    private static String target(String host) {
        return "https://" + host + ":" + server.getAddress().getPort();
    }
}
