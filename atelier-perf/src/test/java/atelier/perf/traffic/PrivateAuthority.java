package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority that nobody knows, with a server whose certificate it has signed for 127.0.0.1.
 *
 * @param certificate the authority's certificate as PEM
 * @param server TLS with the server's key
 * @param chain the server's certificates as PEM
 * @param key the server's key as PEM
 */
public record PrivateAuthority(Path certificate, SSLContext server, Path chain, Path key) {
    private static final char[] PASSWORD = "not a secret".toCharArray();
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    /** Makes keys and certificates, in a folder of their own. */
    public static PrivateAuthority create(Path folder) throws Exception {
        Path store = Files.createDirectories(folder).resolve("keys.p12");
        key(store, AUTHORITY, "-ext", "BasicConstraints:critical=ca:true");
        key(store, SERVER, "-ext", "SAN=ip:127.0.0.1", "-signer", AUTHORITY);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Path certificate = Files.writeString(
                folder.resolve("authority.pem"),
                "The authority of a test%n%s"
                        .formatted(pem(
                                "CERTIFICATE", keys.getCertificate(AUTHORITY).getEncoded())));
        StringBuilder chain = new StringBuilder();
        for (Certificate one : keys.getCertificateChain(SERVER)) {
            chain.append(pem("CERTIFICATE", one.getEncoded()));
        }
        return new PrivateAuthority(
                certificate,
                server(keys),
                Files.writeString(folder.resolve("server.pem"), chain),
                Files.writeString(
                        folder.resolve("server.key"),
                        pem("PRIVATE KEY", keys.getKey(SERVER, PASSWORD).getEncoded())));
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    }

    private static void key(Path store, String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(Arrays.asList(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
    }

    private static SSLContext server(KeyStore keys) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(SERVER, keys.getKey(SERVER, PASSWORD), PASSWORD, keys.getCertificateChain(SERVER));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
