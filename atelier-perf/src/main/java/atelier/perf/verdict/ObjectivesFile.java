package atelier.perf.verdict;

import atelier.perf.result.Objectives;
import atelier.perf.settings.Profile;
import atelier.perf.settings.UsageException;
import atelier.perf.traffic.Route;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code slo.yml}. */
public final class ObjectivesFile {
    private static final TypeReference<Map<String, Objectives>> BY_PROFILE = new TypeReference<>() {};
    /** Strict: a limit with a misspelt name would be ignored. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private ObjectivesFile() {}

    /**
     * Reads the limits by profile name.
     *
     * @throws UsageException if the file cannot be read, or contains an unknown name
     */
    public static Map<String, Objectives> read(Path file) {
        try {
            @Nullable Map<String, Objectives> profiles = YAML.readValue(file.toFile(), BY_PROFILE);
            if (profiles == null || profiles.containsValue(null)) {
                throw new UsageException(file + ": a profile without limits; remove it");
            }
            checkNames(
                    file,
                    "profile",
                    profiles.keySet(),
                    Arrays.stream(Profile.values()).map(Profile::word));
            profiles.values().forEach(objectives -> checkRoutes(file, objectives));
            return profiles;
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw new UsageException("%s, line %s: unknown key %s; the known keys are %s"
                    .formatted(file, e.getLocation().getLineNr(), e.getPropertyName(), known));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new UsageException("%s, line %s: %s".formatted(file, line, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static void checkRoutes(Path file, Objectives objectives) {
        if (objectives.routes().containsValue(null)) {
            throw new UsageException(file + ": a route without limits; remove it");
        }
        checkNames(
                file,
                "route",
                objectives.routes().keySet(),
                Stream.concat(
                        Stream.of(Objectives.ALL), Arrays.stream(Route.values()).map(Route::template)));
    }

    private static void checkNames(Path file, String kind, Iterable<String> names, Stream<String> known) {
        List<String> allowed = known.toList();
        for (String name : names) {
            if (!allowed.contains(name)) {
                throw new UsageException(
                        "%s: unknown %s %s; known are %s".formatted(file, kind, name, String.join(", ", allowed)));
            }
        }
    }
}
