package atelier.testing;

import atelier.AtelierApplication;
import atelier.AtelierConfiguration;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.load.ImportReport;
import atelier.product.load.Catalogue;
import atelier.serve.ReadResource;
import atelier.serve.ReadRoute;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperWrites;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole service as config.yml sets it up, on free ports and a database that holds the fixture. It starts with the first
 * test that takes it as a parameter, serves all such tests of this JVM, and stops after the last test.
 */
public final class RunningService implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Service.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Service.class, type -> new Service(), Service.class);
    }

    /**
     * Applies all overrides in their order, so that a test's value replaces a default. Dropwizard alone applies them in any order. It
     * also keeps them in the system properties as long as the service runs, where the next service would find them.
     */
    private static final class InOrder extends ConfigOverride {
        private final List<ConfigOverride> overrides;
        private boolean applied;

        InOrder(List<ConfigOverride> overrides) {
            this.overrides = overrides;
        }

        @Override
        public void addToSystemProperties() {
            overrides.forEach(ConfigOverride::addToSystemProperties);
            applied = true;
        }

        @Override
        public void removeFromSystemProperties() {
            for (int number = overrides.size() - 1; applied && number >= 0; number--) {
                overrides.get(number).removeFromSystemProperties();
            }
            applied = false;
        }
    }

    /** A service in this JVM. */
    public static final class Service implements AutoCloseable {
        private static final String FIRST_PRODUCT = "/products?count=1";

        private final DropwizardTestSupport<AtelierConfiguration> support;
        private final HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

        /** Starts a service with these settings changed, on a database of its own that holds the fixture. */
        public Service(ConfigOverride... settings) {
            this(TestPostgres.shared().newFixtureDatabase(), settings);
        }

        /** Starts a service with these settings changed, which owns an embedded PostgreSQL; without settings it has no products. */
        public static Service embedded(Path dataDirectory, ConfigOverride... settings) {
            return new Service(Stream.concat(
                    Stream.of(
                            ConfigOverride.config("database.url", ""),
                            ConfigOverride.config("database.dataDirectory", dataDirectory.toString())),
                    Stream.of(settings)));
        }

        private Service(DatabaseSettings database, ConfigOverride... settings) {
            this(database, String.valueOf(database.user()), String.valueOf(database.password()), settings);
        }

        /** Starts a service with these settings changed, which logs in to a database as this user. */
        public Service(DatabaseSettings database, String user, String password, ConfigOverride... settings) {
            this(Stream.concat(
                    Stream.of(
                            ConfigOverride.config("database.url", String.valueOf(database.url())),
                            ConfigOverride.config("database.user", user),
                            ConfigOverride.config("database.password", password)),
                    Stream.of(settings)));
        }

        /** The settings always include the database, because the shell's variables may name somebody's catalogue. */
        private Service(Stream<ConfigOverride> settings) {
            Stream<ConfigOverride> defaults = Stream.of(
                    ConfigOverride.config("server.applicationConnectors[0].port", "0"),
                    ConfigOverride.config("server.adminConnectors[0].port", "0"),
                    ConfigOverride.config("demo.products", "0"),
                    ConfigOverride.config("warmUp.requests", "0"),
                    // All tests write from one address.
                    ConfigOverride.config("shoppers.rate", "0"),
                    // A test of the request log starts a program and reads its output.
                    ConfigOverride.config("requestLog.format", "off"),
                    // So that tests of the dashboard hardly wait for samples.
                    ConfigOverride.config("dashboard.interval", "500ms"),
                    // Each service of a test JVM would otherwise delay its end by a second.
                    ConfigOverride.config("health.delayedShutdownHandlerEnabled", "false"));
            InOrder overrides = new InOrder(Stream.concat(defaults, settings).toList());
            support = new DropwizardTestSupport<>(
                    AtelierApplication.class,
                    Path.of("../config.yml").toAbsolutePath().toString(),
                    new FileConfigurationSourceProvider(),
                    overrides);
            try {
                support.before();
            } catch (Exception e) {
                throw new IllegalStateException("The service did not start", e);
            } finally {
                overrides.removeFromSystemProperties();
            }
        }

        public AtelierConfiguration configuration() {
            return support.getConfiguration();
        }

        /** Returns the read routes that Jersey handles. */
        public List<ReadRoute> readRoutes() {
            return support.getEnvironment().jersey().getResourceConfig().getResources().stream()
                    .flatMap(resource -> resource.getHandlerInstances().stream())
                    .map(handler -> ((ReadResource) handler).route())
                    .toList();
        }

        /** Returns the routes that need no token. */
        public List<ShopperRoute> shopperRoutes() {
            return support.getEnvironment()
                    .getApplicationContext()
                    .getDescendant(ShopperWrites.class)
                    .routes();
        }

        /** Returns the resource classes, whose annotations have the paths. */
        public List<Class<?>> resources() {
            return support.getEnvironment().jersey().getResourceConfig().getClasses().stream()
                    .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
                    .toList();
        }

        public int port() {
            return support.getLocalPort();
        }

        public int adminPort() {
            return support.getAdminPort();
        }

        /** Imports the files of a directory like the command, with any number of rejects. */
        public ImportReport importFrom(Path directory) {
            try {
                return importFrom(directory, Files.createTempFile(Path.of("target"), "rejects", ".csv"), "100%");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Imports the files of a directory like the command, and waits until the service serves the new catalogue.
         */
        public ImportReport importFrom(Path directory, Path rejects, String maxRejects) {
            try (Database database = Database.share(configuration().getDatabase())) {
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                // From now on this page is in the cache: when it has the new time, the cache was emptied.
                get(FIRST_PRODUCT);
                ImportReport report = DatasetImport.of(
                                Catalogue.DATASET, directory, rejects, ImportOptions.maxRejects(maxRejects))
                        .run(database, nowhere);
                if (report.served()) {
                    // One product is enough: all products have the time of the import.
                    String time = report.importedAt().toString();
                    Program.await(
                            "the new catalogue",
                            () -> get(FIRST_PRODUCT).body().contains(time.substring(0, time.length() - 1)));
                }
                return report;
            }
        }

        /** Returns the first value of the first row of a query. */
        public String query(String sql) {
            return query(configuration().getDatabase(), sql);
        }

        /** Returns the first value of the first row of a query. */
        public String query(DatabaseSettings settings, String sql) {
            return inSession(settings, statement -> {
                try (ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                    return row.getString(1);
                }
            });
        }

        /** Runs statements that return nothing. */
        public void execute(String sql) {
            execute(configuration().getDatabase(), sql);
        }

        /** Runs statements that return nothing in another database. */
        public void execute(DatabaseSettings settings, String sql) {
            inSession(settings, statement -> statement.execute(sql));
        }

        private interface Sql<T> {
            T run(Statement statement) throws SQLException;
        }

        /** Runs statements in a session of their own without a time limit. */
        private static <T> T inSession(DatabaseSettings settings, Sql<T> sql) {
            String url = settings.url();
            try {
                if (url == null || url.isBlank()) {
                    // The server may have been started again, on another port.
                    try (Database database = Database.share(settings);
                            Connection connection = database.connect();
                            Statement statement = connection.createStatement()) {
                        return sql.run(statement);
                    }
                }
                Properties properties = new Properties();
                properties.put("user", String.valueOf(settings.user()));
                properties.put("password", String.valueOf(settings.password()));
                properties.put("options", "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0");
                try (Connection connection = DriverManager.getConnection(url, properties);
                        Statement statement = connection.createStatement()) {
                    return sql.run(statement);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Returns the environment variables by which a program uses this service's database. */
        public Map<String, String> environment() {
            return environment(configuration().getDatabase());
        }

        /** Returns the environment variables by which a program uses a database. */
        public static Map<String, String> environment(DatabaseSettings database) {
            return Map.of(
                    "DATABASE_URL", String.valueOf(database.url()),
                    "DATABASE_USER", String.valueOf(database.user()),
                    "DATABASE_PASSWORD", String.valueOf(database.password()));
        }

        /** Creates another database with an empty catalogue. */
        public DatabaseSettings newMigratedDatabase(String name) {
            return TestPostgres.shared().newMigratedDatabase(name);
        }

        /** Creates another database without a schema. */
        public DatabaseSettings newDatabase(String name) {
            return TestPostgres.shared().newDatabase(name);
        }

        /** Sends a GET with headers given as name, value, name, value. */
        public HttpResponse<String> get(String path, String... headers) {
            return send("GET", path, headers);
        }

        /** Returns a page of the admin port. */
        public String admin(String path) {
            return send(URI.create("http://localhost:" + adminPort() + path), "GET")
                    .body();
        }

        /** Sends a request without a body. */
        public HttpResponse<String> send(String method, String path, String... headers) {
            return send(URI.create("http://localhost:" + port() + path), method, headers);
        }

        /** Does the same with a body. */
        public HttpResponse<String> sendBody(String body, String method, String path, String... headers) {
            URI address = URI.create("http://localhost:" + port() + path);
            return send(address, method, HttpRequest.BodyPublishers.ofString(body), headers);
        }

        private HttpResponse<String> send(URI address, String method, String... headers) {
            return send(address, method, HttpRequest.BodyPublishers.noBody(), headers);
        }

        private HttpResponse<String> send(
                URI address, String method, HttpRequest.BodyPublisher body, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(10))
                    .method(method, body);
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            support.after();
        }
    }
}
