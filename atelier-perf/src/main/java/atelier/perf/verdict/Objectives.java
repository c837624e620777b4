package atelier.perf.verdict;

import atelier.perf.settings.Profile;
import atelier.perf.settings.UsageException;
import atelier.perf.traffic.Route;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The absolute limits of one profile, from {@code slo.yml}.
 *
 * @param minRate requests per second that must be answered well; null if none are asked for
 * @param routes limits by route, {@link #ALL} for all of them together
 */
public record Objectives(@Nullable Double minRate, SortedMap<String, Limit> routes) {
    /** The name of all routes together. */
    public static final String ALL = "all";

    private static final Objectives NONE = new Objectives(null, new TreeMap<>());

    /**
     * The limits of one route; null where there is none.
     *
     * @param p95 milliseconds
     * @param p99 milliseconds
     * @param errors percent
     */
    public record Limit(
            @Nullable Integer p95,
            @Nullable Integer p99,
            @Nullable Double errors) {}

    public Objectives {
        routes = routes == null ? new TreeMap<>() : routes;
    }

    /**
     * Reads the limits of a profile; none if the file does not name it.
     *
     * @throws UsageException if the file cannot be read or says something that is not known
     */
    public static Objectives read(Path file, Profile profile) {
        try {
            Map<String, Objectives> profiles =
                    new YAMLMapper().readValue(file.toFile(), new TypeReference<Map<String, Objectives>>() {});
            checkNames(
                    file,
                    "profile",
                    profiles.keySet().stream(),
                    Arrays.stream(Profile.values()).map(Profile::word));
            profiles.values()
                    .forEach(objectives -> checkNames(
                            file,
                            "route",
                            objectives.routes.keySet().stream(),
                            Stream.concat(
                                    Stream.of(ALL),
                                    Arrays.stream(Route.values()).map(Route::template))));
            return profiles.getOrDefault(profile.word(), NONE);
        } catch (JsonProcessingException e) {
            throw new UsageException("%s, line %d: %s"
                    .formatted(
                            file, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UsageException("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private static void checkNames(Path file, String kind, Stream<String> names, Stream<String> known) {
        List<String> allowed = known.toList();
        names.filter(name -> !allowed.contains(name)).findFirst().ifPresent(name -> {
            throw new UsageException(
                    "%s: no %s %s; there are %s".formatted(file, kind, name, String.join(", ", allowed)));
        });
    }
}
