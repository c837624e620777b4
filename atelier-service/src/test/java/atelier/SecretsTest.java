package atelier;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.DatabaseSettings;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Searches for the database password in all output of the program, at the most detailed log level. */
@ExtendWith(RunningService.class)
@SuppressWarnings("NullAway.Init") // JUnit calls prepare first.
@FullTier("nine starts")
final class SecretsTest {
    private static final String CONFIGURATION = "../config.yml";
    private static final String MARK = "Opensesame4711";

    /** Contains special characters of YAML, URLs and SQL. */
    private static final String SECRET = MARK + "'\"&%: #${HOME}";

    private static final Map<String, String> TALKATIVE = Map.of(
            "LOG_LEVEL", "ALL",
            "LOG_LEVEL_LIQUIBASE", "ALL",
            "LOG_LEVEL_START", "ALL",
            "LOG_LEVEL_CLIENTS", "ALL");

    private static final List<String> ADMIN_PAGES =
            List.of("/", "/metrics", "/prometheus", "/threads", "/healthcheck", "/tasks", "/ping", "/none");

    @TempDir
    private static Path folder;

    private DatabaseSettings database;

    @BeforeEach
    void prepare(Service service) {
        database = service.newDatabase("secrets");
        service.execute("DROP ROLE IF EXISTS keeper");
        service.execute("CREATE ROLE keeper SUPERUSER LOGIN PASSWORD '" + SECRET.replace("'", "''") + "'");
    }

    @Test
    void noOutputContainsThePassword() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), SECRET + "\n");
        Map<String, String> byFile = Map.of("DATABASE_PASSWORD_FILE", file.toString());
        int adminPort = freePort();
        Map<String, String> byUrl = Map.of(
                "ADMIN_PORT",
                Integer.toString(adminPort),
                "DATABASE_URL",
                database.url() + "?sslpassword=" + MARK + "&password="
                        + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&ApplicationName=x");
        run(0, byFile, "prepare", CONFIGURATION);

        try (Program service = start(byUrl, "server", CONFIGURATION)) {
            assertThat(service.awaitAnswer().get("/products/1").statusCode()).isEqualTo(200);
            for (String page : ADMIN_PAGES) {
                assertThat(admin(adminPort, page)).as(page).isNotEmpty().doesNotContain(MARK);
            }
            assertThat(service.get("/products/x").body()).doesNotContain(MARK);
            Path arguments = Path.of("/proc/" + service.pid() + "/cmdline");
            assertThat(Files.exists(arguments) ? Files.readString(arguments) : "")
                    .doesNotContain(MARK);
            assertSaysNothing(service);
        }
    }

    /** Excludes the loggers that config.yml always silences, because they print raw requests. */
    @Test
    void noOutputContainsATokenRightOrWrong() {
        // The tokens consist of marks, so that the test finds any printed part of them.
        String right = MARK.repeat(3);
        String wrong = MARK.repeat(4);
        Map<String, String> settings = new HashMap<>(Map.of("DATABASE_PASSWORD", SECRET));
        run(0, settings, "prepare", CONFIGURATION);
        settings.putAll(Map.of("WRITE_TOKENS", "keeper:" + right, "LOG_LEVEL_CLIENTS", "OFF", "REQUEST_LOG", "json"));

        try (Program service = start(settings, "server", CONFIGURATION)) {
            service.awaitAnswer();
            assertThat(patch(service, right)).startsWith("200 ").doesNotContain(MARK);
            assertThat(patch(service, wrong)).startsWith("401 ").doesNotContain(MARK);
            Program.await("the log of both", () -> service.output().contains("\"status\":401"));
            assertSaysNothing(service);
        }
    }

    /** The token is last, because a log line may show the end of a buffer. */
    private static String patch(Program service, String token) {
        RawResponse response = RawConnection.ask(
                service.port(),
                request("PATCH /products/1", "If-Match: *", "Content-Length: 2", "Authorization: Bearer " + token)
                        + "{}");
        return response.status() + " " + response.headers() + response.body();
    }

    @Test
    void noErrorContainsThePassword() {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/x";

        run(
                1,
                Map.of("DATABASE_URL", nowhere + "?password=" + MARK, "DATABASE_STARTUP_WAIT", "0s"),
                "server",
                CONFIGURATION);
        run(1, Map.of("DATABASE_PASSWORD", MARK + "-a-wrong-one"), "db", "status", CONFIGURATION);
        run(0, Map.of("DATABASE_PASSWORD", MARK + "\u0001"), "check", CONFIGURATION);
    }

    @Test
    void printedSettingsDoNotContainThePassword() {
        assertThat(database.password()).isNotBlank();
        assertThat(database.toString()).doesNotContain(String.valueOf(database.password()));
    }

    private void run(int status, Map<String, String> settings, String... arguments) {
        try (Program program = start(settings, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(status);
            assertSaysNothing(program);
        }
    }

    /** Searches for the start of the password, which has no characters that any encoding would change. */
    private static void assertSaysNothing(Program program) {
        assertThat(program.output()).isNotBlank().doesNotContain(MARK);
    }

    private Program start(Map<String, String> settings, String... arguments) {
        Map<String, String> environment = new HashMap<>(TALKATIVE);
        environment.put("DATABASE_URL", String.valueOf(database.url()));
        environment.put("DATABASE_USER", "keeper");
        environment.put("DATABASE_CONNECT_TIMEOUT", "20s");
        environment.put("DATABASE_STARTUP_WAIT", "20s");
        environment.put("DEMO_PRODUCTS", "3");
        // Each program ends before the second JIT compiler is worth its cost.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        environment.putAll(settings);
        return Program.start(environment, arguments);
    }

    private static String admin(int port, String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
