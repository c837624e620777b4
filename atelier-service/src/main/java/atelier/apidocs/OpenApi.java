package atelier.apidocs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The OpenAPI document of a node: the frame in openapi.yaml, a part from each feature, and the routes of the documentation. */
final class OpenApi {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .stringQuotingChecker(new StatusQuotes())
            .build());

    private OpenApi() {}

    /** Status codes are keys, which are strings. Without quotes, other YAML parsers read 200 as a number. */
    @SuppressWarnings("serial") // Never serialized.
    private static final class StatusQuotes extends StringQuotingChecker.Default {
        @Override
        public boolean needToQuoteName(String name) {
            return Character.isDigit(name.charAt(0)) || super.needToQuoteName(name);
        }
    }

    /**
     * Returns the whole document.
     *
     * @param features are merged in this order, member by member; the elements of arrays follow each other
     * @param refused operations to leave out, with the components that only they refer to
     */
    static JsonNode of(List<OpenApiPart> features, Set<String> refused) {
        List<OpenApiPart> parts = new ArrayList<>(features);
        parts.add(0, OpenApiPart.of(OpenApi.class, Map.of()));
        parts.add(new OpenApiPart(Resources.getResource(OpenApi.class, "openapi-routes.yaml"), Map.of()));
        try {
            ObjectNode document = YAML.createObjectNode();
            for (OpenApiPart part : parts) {
                document = YAML.readerForUpdating(document).readValue(part.yaml());
            }
            RefusedOperations.remove(document, refused);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
