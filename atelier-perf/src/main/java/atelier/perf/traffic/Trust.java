package atelier.perf.traffic;

import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts a private authority besides those that Java trusts. */
public final class Trust {
    private Trust() {}

    /**
     * Returns a TLS context for clients.
     *
     * @param file the authority's certificates as PEM
     * @throws UsageException if the file has no certificate
     */
    public static SSLContext in(Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            List<Certificate> certificates = new ArrayList<>(certificates(file));
            for (X509TrustManager usual : managers(null)) {
                certificates.addAll(List.of(usual.getAcceptedIssuers()));
            }
            for (int i = 0; i < certificates.size(); i++) {
                trusted.setCertificateEntry(Integer.toString(i), certificates.get(i));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted).toArray(X509TrustManager[]::new), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new UsageException("-Dauthority=%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            throw new UsageException(noCertificate(file), e);
        }
        throw new UsageException(noCertificate(file));
    }

    private static String noCertificate(Path file) {
        return "-Dauthority=%s: not a PEM file with certificates only, which begin with -----BEGIN CERTIFICATE-----"
                .formatted(file);
    }

    /**
     * @param trusted null for the authorities that Java trusts
     */
    private static List<X509TrustManager> managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .toList();
    }
}
