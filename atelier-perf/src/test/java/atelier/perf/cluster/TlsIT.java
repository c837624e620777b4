package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx with {@code NGINX_TLS=on}. */
@BesideOthers
@FullTier("two clusters of its own; NginxIT has the same responses without TLS")
class TlsIT {
    private static final char[] PASSWORD = "not a secret".toCharArray();
    private static final String NAME = "atelier";

    @TempDir
    private static Path folder;

    @Test
    void readsAreServedOverTlsWithHttp2AndHstsAndRedirectedThere() throws Exception {
        Nginx.require(TlsIT.class);
        KeyStore keys = keys();
        Path certificate = pem("CERTIFICATE", keys.getCertificate(NAME).getEncoded());
        Path key = pem("PRIVATE KEY", keys.getKey(NAME, PASSWORD).getEncoded());
        int port = Ports.free();
        Map<String, String> settings = Map.of(
                "NGINX_TLS",
                "on",
                "NGINX_TLS_PORT",
                "127.0.0.1:" + port,
                "NGINX_HTTPS_PORT",
                String.valueOf(port),
                "NGINX_WRITES",
                "on",
                "NGINX_TLS_CERTIFICATE",
                certificate.toString(),
                "NGINX_TLS_KEY",
                key.toString());
        HttpClient browser = HttpClient.newBuilder().sslContext(trust(keys)).build();
        try (Cluster cluster = Cluster.start(folder.resolve("cluster"), 1, Map.of(), settings)) {
            String plain = cluster.nginx().address();
            String tls = "https://localhost:" + port;
            HttpResponse<String> node = get(browser, "http://" + cluster.node(0).address() + "/products/1/styles");
            HttpResponse<String> encrypted = get(browser, tls + "/products/1/styles");
            HttpResponse<String> redirect = get(browser, plain + "/products?page=2&x=%20");
            HttpResponse<String> write = browser.send(
                    HttpRequest.newBuilder(URI.create(plain + "/products/1"))
                            .method("PATCH", HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(encrypted.statusCode()).isEqualTo(200);
            assertThat(encrypted.body()).isEqualTo(node.body());
            assertThat(encrypted.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(encrypted.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=63072000");
            assertThat(redirect.statusCode()).isEqualTo(308);
            assertThat(redirect.headers().firstValue("Location"))
                    .contains("https://127.0.0.1:" + port + "/products?page=2&x=%20");
            // A browser follows a redirect to another origin only if the redirect itself allows it.
            assertThat(redirect.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(redirect.body()).isEqualTo("{\"code\":308,\"message\":\"Use HTTPS\"}");
            assertThat(redirect.headers().firstValue("Strict-Transport-Security"))
                    .isEmpty();
            assertThat(write.statusCode()).isEqualTo(403);
            assertThat(write.body()).startsWith("{\"code\":403,\"message\":\"Writes need HTTPS");
        }
    }

    private static HttpResponse<String> get(HttpClient browser, String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static KeyStore keys() throws Exception {
        Path store = folder.resolve("keys.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private static Path pem(String kind, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(
                folder.resolve(kind + ".pem"),
                "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, text, kind));
    }

    private static SSLContext trust(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry(NAME, keys.getCertificate(NAME));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
