package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
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
 */
public record PrivateAuthority(Path certificate, SSLContext server) {
    private static final char[] PASSWORD = "not a secret".toCharArray();
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    /** Makes keys and certificates, in a folder of their own. */
    public static PrivateAuthority create(Path folder) throws Exception {
        Path store = Files.createDirectories(folder).resolve("keys.p12");
        key(store, AUTHORITY, "-ext", "BasicConstraints:critical=ca:true");
        key(store, SERVER, "-ext", "SAN=ip:127.0.0.1", "-signer", AUTHORITY);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        String base64 = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate(AUTHORITY).getEncoded());
        Path certificate = Files.writeString(
                folder.resolve("authority.pem"),
                "The authority of a test%n-----BEGIN CERTIFICATE-----%n%s%n-----END CERTIFICATE-----%n"
                        .formatted(base64));
        return new PrivateAuthority(certificate, server(keys));
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
