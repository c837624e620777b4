package atelier;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What holds for every container of docker/compose.yml. */
class ComposeTest {
    private static final Path DOCKER = Path.of("../docker");
    private static final Set<String> JOBS = Set.of("password", "catalogue", "rights");
    private static final Set<String> SERVING = Set.of("postgres", "service", "nginx");

    private final Map<String, Object> file = yaml("compose.yml");
    private final Map<String, Map<String, Object>> services = services(file);

    @Test
    void theProjectHasAName() {
        assertThat(file).containsEntry("name", "atelier");
    }

    @Test
    void everyContainerHasFewRightsAndLimits() {
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(service)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"))
                    .containsEntry("restart", JOBS.contains(name) ? "no" : "unless-stopped")
                    .containsKeys("logging", "pids_limit");
            if (!name.equals("password")) {
                assertThat(service).containsKey("mem_limit");
            }
        });
    }

    @Test
    void whatServesRequestsGetsMoreOfTheProcessors() {
        assertThat(services)
                .allSatisfy((name, service) ->
                        assertThat(service).containsEntry("cpu_shares", SERVING.contains(name) ? 4096 : 512));
    }

    @Test
    void nodesDoNotHaveTheOwnersPassword() {
        assertThat(mounts("password")).containsExactly("catalogue", "password", "postgres", "rights");
        assertThat(mounts("nodes-password")).containsExactly("password", "rights", "service");
        assertThat(mounts("monitor-password")).containsExactly("password", "postgres-exporter", "rights");
        assertThat(environment("service"))
                .containsEntry("DATABASE_USER", "atelier_node")
                .containsEntry("DATABASE_PASSWORD_FILE", "/run/atelier/password");
        assertThat(environment("catalogue")).containsEntry("DATABASE_USER", "atelier");
    }

    @Test
    void nodesDrawPicturesIfThereIsADemo() {
        assertThat(environment("catalogue")).containsEntry("DEMO_PRODUCTS", "${DEMO_PRODUCTS:-1000}");
        assertThat(environment("service"))
                .containsEntry("DEMO_PRODUCTS", environment("catalogue").get("DEMO_PRODUCTS"));
    }

    @Test
    void everyImageHasAVersionThatAVariableCanChange() {
        assertThat(services)
                .allSatisfy((name, service) -> assertThat((String) service.get("image"))
                        .matches("\\$\\{[A-Z_]+_IMAGE:-(atelier|[a-z/-]+:v?\\d+(\\.\\d+)*)}"));
    }

    @Test
    void onlyNginxCanBeReachedFromOutside() {
        services.forEach((name, service) -> {
            List<?> ports = (List<?>) service.getOrDefault("ports", List.of());
            if (!name.equals("nginx")) {
                assertThat(ports).allSatisfy(port -> assertThat((String) port).startsWith("127.0.0.1:"));
            }
        });
        assertThat(services(yaml("compose.tls.yml")).keySet()).containsExactlyInAnyOrder("nginx", "prometheus");
    }

    @Test
    void everyMountedFileExists() {
        List<String> sources = services.values().stream()
                .flatMap(ComposeTest::volumes)
                .map(volume -> volume.replaceFirst("^\\$\\{\\w+:-([^}]*)}", "$1"))
                .filter(volume -> volume.startsWith("."))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .toList();

        assertThat(sources)
                .contains("./rights.sql", "../nginx")
                .allSatisfy(source -> assertThat(DOCKER.resolve(source)).exists());
    }

    @Test
    void everyVolumeIsDeclaredAndUsed() {
        Set<String> used = services.values().stream()
                .flatMap(ComposeTest::volumes)
                .filter(volume -> volume.matches("[a-z].*"))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).isEqualTo(new TreeSet<>(member(file, "volumes").keySet()));
    }

    @Test
    void everyVariableIsDescribed() throws IOException {
        String files =
                Files.readString(DOCKER.resolve("compose.yml")) + Files.readString(DOCKER.resolve("compose.tls.yml"));
        Set<String> variables = Stream.concat(
                        Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)")
                                .matcher(files)
                                .results(),
                        Pattern.compile("(?m)^ +([A-Z_]+):$").matcher(files).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(variables).contains("NODES", "CORS_ORIGINS");
        assertThat(Files.readString(DOCKER.resolve("README.md")))
                .contains(variables.stream().map(name -> "`" + name + "`").toList());
    }

    @Test
    void theImageTellsItsCommitAndLeavesOutTheEmbeddedPostgres() throws IOException {
        String dockerfile = Files.readString(DOCKER.resolve("Dockerfile"));
        List<String> stages = List.of(dockerfile.split("(?m)^(?=FROM )"));

        assertThat(member(member(service("password"), "build"), "args")).containsEntry("COMMIT", "${COMMIT:-unknown}");
        assertThat(dockerfile).contains("-Dgit.commit.id.describe=\"$COMMIT\"");
        assertThat(stages.get(stages.size() - 1)).contains("org.opencontainers.image.revision=\"$COMMIT\"");
        assertThat(stages)
                .filteredOn(stage -> stage.contains("/build/embedded embedded"))
                .allMatch(stage -> stage.contains("AS training"));
    }

    private List<String> mounts(String volume) {
        Map<String, Object> mounting = new TreeMap<>(services);
        mounting.values().removeIf(service -> volumes(map(service)).noneMatch(mount -> mount.startsWith(volume + ":")));
        return List.copyOf(mounting.keySet());
    }

    private Map<String, Object> environment(String service) {
        return member(service(service), "environment");
    }

    private static Stream<String> volumes(Map<String, Object> service) {
        return ((List<?>) service.getOrDefault("volumes", List.of())).stream().map(String.class::cast);
    }

    private static Map<String, Map<String, Object>> services(Map<String, Object> file) {
        Map<String, Map<String, Object>> services = new TreeMap<>();
        member(file, "services").forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    private Map<String, Object> service(String name) {
        return requireNonNull(services.get(name), name);
    }

    private static Map<String, Object> member(Map<String, Object> parent, String name) {
        return map(requireNonNull(parent.get(name), name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> yaml(String name) {
        try {
            return new Yaml().load(Files.readString(DOCKER.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
