package atelier.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The log levels in the configuration file. Dropwizard does not check them, and Logback replaces an unknown name by a default. */
final class LogLevels {
    private static final List<String> NAMES = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL");

    /** The rule about a level, which follows the name of the variable. */
    static final String RULE = "must be one of " + String.join(", ", NAMES);

    private static final String LEVEL = "level";

    private LogLevels() {}

    /** Returns the path of the first level that does not exist. */
    static Optional<String> firstUnknown(JsonNode file) {
        JsonNode logging = file.path("logging");
        if (isUnknown(logging.path(LEVEL))) {
            return Optional.of("logging.level");
        }
        for (Map.Entry<String, JsonNode> logger : logging.path("loggers").properties()) {
            String path = ConfigurationVariables.path("logging.loggers", logger.getKey());
            if (isUnknown(logger.getValue())) {
                return Optional.of(path);
            }
            if (isUnknown(logger.getValue().path(LEVEL))) {
                return Optional.of(ConfigurationVariables.path(path, LEVEL));
            }
        }
        return Optional.empty();
    }

    private static boolean isUnknown(JsonNode level) {
        return level.isTextual() && !NAMES.contains(level.textValue().toUpperCase(Locale.ROOT));
    }
}
