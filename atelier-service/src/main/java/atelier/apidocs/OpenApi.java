package atelier.apidocs;

import atelier.product.ProductSettings;
import atelier.write.WriteSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The OpenAPI document of a node: what its settings make of openapi.yaml. */
final class OpenApi {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .stringQuotingChecker(new StatusQuotes())
            .build());

    private OpenApi() {}

    /** A status is a key, and keys are texts, but other readers of YAML take 200 for a number. */
    @SuppressWarnings("serial") // Nobody writes it.
    private static final class StatusQuotes extends StringQuotingChecker.Default {
        @Override
        public boolean needToQuoteName(String name) {
            return Character.isDigit(name.charAt(0)) || super.needToQuoteName(name);
        }
    }

    /** Returns it with the limits that the node was given, and with what changes the catalogue only if somebody may. */
    static JsonNode of(ProductSettings products, WriteSettings changes) {
        String text = text("/openapi.yaml")
                .replace("${defaultPageSize}", Integer.toString(products.defaultPageSize()))
                .replace("${largestPageSize}", Integer.toString(products.largestPageSize()));
        try {
            JsonNode document = YAML.readTree(text);
            return changes.areAllowed()
                    ? YAML.readerForUpdating(document).readValue(text("/openapi-changes.yaml"))
                    : document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        return new String(PageFile.read(resource), StandardCharsets.UTF_8);
    }

    /** Returns the same document as YAML. */
    static byte[] yaml(JsonNode document) {
        try {
            return YAML.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
