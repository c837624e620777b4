package atelier.apidocs;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A feature's part of the OpenAPI document.
 *
 * @param resource a YAML document with the same structure as the whole
 * @param values what replaces <code>${name}</code> in it, by name
 */
public record OpenApiPart(URL resource, Map<String, String> values) {
    /** Returns the part in {@code openapi.yaml} beside a class. */
    public static OpenApiPart of(Class<?> feature, Map<String, String> values) {
        return new OpenApiPart(Resources.getResource(feature, "openapi.yaml"), values);
    }

    String yaml() {
        try {
            String text = Resources.toString(resource, StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
