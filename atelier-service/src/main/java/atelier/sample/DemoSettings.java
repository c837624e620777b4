package atelier.sample;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The demo catalogue of an empty database. The service imports it into an embedded database, {@code prepare} into any
 * other.
 *
 * @param products the number of generated products; 0 leaves the database empty, and draws no pictures
 * @param firstId the id of the first product
 * @param publicUrl the address of the service as browsers know it, without a path; null stands for this machine
 */
public record DemoSettings(
        @Min(0) @Max(1_000_000) int products,
        @Min(1) @Max(Sample.LAST_FIRST_ID) int firstId,

        @Nullable
        @Pattern(regexp = "https?://[^/\\s\"]+/?", message = "must be an address such as https://shop.example")
        String publicUrl) {
    private static final long SEED = 1;

    /** Whether there is a demo catalogue, and so need for pictures. */
    public boolean isWanted() {
        return products > 0;
    }

    /** Returns the address below which browsers find the pictures: without a setting, that of the server on this machine. */
    public String address(ServerFactory server) {
        if (publicUrl != null) {
            return publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        }
        if (server instanceof DefaultServerFactory settings
                && settings.getApplicationConnectors().get(0) instanceof HttpConnectorFactory connector) {
            return "http://localhost:" + connector.getPort();
        }
        return Sample.DEFAULT_PICTURES;
    }

    /** Returns the text by which an imported dataset says that it comes from a demo with these settings. */
    String origin() {
        return "demo of " + products + " products from " + firstId;
    }

    /** Returns what to generate for a service at an address. */
    Sample sample(String address) {
        return Sample.of(products, SEED).from(firstId).withPicturesAt(address);
    }
}
