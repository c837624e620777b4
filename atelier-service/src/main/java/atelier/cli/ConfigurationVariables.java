package atelier.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dropwizard.configuration.UndefinedEnvironmentVariableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The environment variables in a configuration file. They are substituted in the values of the parsed file, so no value can change the
 * structure of the file.
 */
final class ConfigurationVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:]+)");

    /**
     * The origin of a value.
     *
     * @param variables the names of the variables
     * @param value the result
     */
    record Origin(String variables, String value) {}

    private final EnvironmentSubstitutor substitutor;
    private final Map<String, Origin> origins = new HashMap<>();

    ConfigurationVariables(EnvironmentSubstitutor substitutor) {
        this.substitutor = substitutor;
    }

    /** Substitutes the variables in a file; an empty value becomes null. */
    void substitute(JsonNode file) {
        substitute(file, "");
    }

    private JsonNode substitute(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(substitute(member.getValue(), path(path, member.getKey())));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, substitute(array.get(i), path(path, i)));
            }
        } else if (node instanceof TextNode
                && VARIABLE.matcher(node.textValue()).find()) {
            return substituted(node.textValue(), path);
        }
        return node;
    }

    private JsonNode substituted(String text, String path) {
        String value = replace(text, path);
        String variables = VARIABLE.matcher(text)
                .results()
                .map((MatchResult variable) -> variable.group(1))
                .collect(Collectors.joining(" and "));
        origins.put(path, new Origin(variables, value));
        return value.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(value);
    }

    private String replace(String text, String path) {
        try {
            return substitutor.replace(text);
        } catch (UndefinedEnvironmentVariableException e) {
            throw new OperatorException(
                    "The configuration file takes " + path + " from " + text + ", but this variable is not set.", e);
        }
    }

    /** Returns the path of a member of an object. */
    static String path(String object, String member) {
        return object.isEmpty() ? member : object + "." + member;
    }

    /** Returns the path of an element of an array. */
    static String path(String array, int index) {
        return array + "[" + index + "]";
    }

    /** Returns what a variable is set to, or its default; empty if the file does not use it. */
    Optional<String> value(String variable) {
        return origins.values().stream()
                .filter(origin -> origin.variables().equals(variable))
                .map(Origin::value)
                .findFirst();
    }

    /** Returns the origin of the value at a path such as {@code server.applicationConnectors[0].port}; empty if it has no variable. */
    Optional<Origin> origin(String path) {
        return Optional.ofNullable(origins.get(path));
    }
}
