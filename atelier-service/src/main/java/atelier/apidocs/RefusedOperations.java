package atelier.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.Lists;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes from an OpenAPI document the operations that the node refuses, and whatever only they refer to. */
final class RefusedOperations {
    private static final String REFERENCE = "$ref";

    private RefusedOperations() {}

    /** @param refused the operations as method and path, such as {@code POST /reviews} */
    static void remove(ObjectNode document, Set<String> refused) {
        if (refused.isEmpty()) {
            return;
        }
        ObjectNode paths = (ObjectNode) document.get("paths");
        for (String path : names(paths)) {
            ObjectNode operations = (ObjectNode) paths.get(path);
            operations.remove(names(operations).stream()
                    .filter(method -> refused.contains(method.toUpperCase(Locale.ROOT) + " " + path))
                    .toList());
            if (operations.isEmpty()) {
                paths.remove(path);
            }
        }
        removeTags((ArrayNode) document.get("tags"), paths);
        boolean removed = true;
        while (removed) {
            // A component may be the only one that refers to another.
            removed = removeComponents(document);
        }
    }

    private static List<String> names(ObjectNode object) {
        return Lists.newArrayList(object.fieldNames());
    }

    private static void removeTags(ArrayNode tags, ObjectNode paths) {
        Set<String> used = new HashSet<>();
        paths.findValues("tags").forEach(list -> list.forEach(tag -> used.add(tag.asText())));
        for (int place = tags.size() - 1; place >= 0; place--) {
            if (!used.contains(tags.get(place).get("name").asText())) {
                tags.remove(place);
            }
        }
    }

    private static boolean removeComponents(ObjectNode document) {
        Set<String> used =
                document.findValues(REFERENCE).stream().map(JsonNode::asText).collect(Collectors.toSet());
        boolean removed = false;
        ObjectNode components = (ObjectNode) document.get("components");
        for (String kind : names(components)) {
            ObjectNode named = (ObjectNode) components.get(kind);
            for (String name : names(named)) {
                // Operations refer to security schemes by name.
                if (!kind.equals("securitySchemes") && !used.contains("#/components/" + kind + "/" + name)) {
                    named.remove(name);
                    removed = true;
                }
            }
        }
        return removed;
    }
}
