package atelier.testing;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.Migrations;
import atelier.load.DatasetImport;
import atelier.load.ImportOptions;
import atelier.load.ImportReport;
import atelier.product.load.Catalogue;
import atelier.product.prepare.DocumentRebuild;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL server of this JVM's tests. It makes a new database in a few milliseconds, as a copy of one that
 * is migrated or holds the fixture.
 */
final class TestPostgres {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    private static final Path SHOPPERS = Path.of("src/test/resources/fixture-shoppers");

    private static final Path TARGET = Path.of("target");
    private static final String PREFIX = "postgres-";
    private static final String MIGRATED = "template_migrated";
    private static final String FIXTURED = "template_fixture";

    private final Database server;
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres() throws SQLException, IOException {
        deleteLeftovers();
        // Several JVMs may run tests at the same time.
        Path directory = TARGET.resolve(PREFIX + ProcessHandle.current().pid());
        FileUtils.deleteDirectory(directory.toFile());
        // It is stopped when the JVM ends.
        server = Database.own(settings(null, null, null, directory));
        // Nobody needs these databases after a crash.
        execute("ALTER SYSTEM SET fsync = off");
        execute("ALTER SYSTEM SET synchronous_commit = off");
        execute("ALTER SYSTEM SET full_page_writes = off");
        execute("SELECT pg_reload_conf()");
        // Tests open thousands of connections, and each would otherwise hash the password 4,096 times.
        execute("SET scram_iterations = 1; ALTER ROLE " + server.commandPool().getUser() + " PASSWORD '"
                + server.commandPool().getPassword() + "'");
        try (Database empty = Database.share(create(MIGRATED, "template1"));
                Connection connection = empty.connect()) {
            Migrations.run(connection, DocumentRebuild.DERIVED_DATA);
        }
        try (Database migrated = Database.share(create(FIXTURED, MIGRATED));
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Path rejects = Files.createTempFile(TARGET, "rejects", ".csv");
            DatasetImport.of(Catalogue.DATASET, FIXTURE, rejects, ImportOptions.maxRejects("100%"))
                    .run(migrated, nowhere);
            ImportReport shoppers = DatasetImport.of(
                            List.of(Reviews.DATASET, Questions.DATASET),
                            SHOPPERS,
                            rejects,
                            ImportOptions.maxRejects("0"))
                    .run(migrated, nowhere);
            if (!shoppers.served()) {
                throw new IllegalStateException(shoppers.refusal());
            }
        }
    }

    /** Deletes the directories of JVMs that have ended. */
    private static void deleteLeftovers() throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(TARGET, PREFIX + "*")) {
            for (Path directory : directories) {
                long pid = Long.parseLong(directory.toString().replaceFirst(".*-", ""));
                if (ProcessHandle.of(pid).isEmpty()) {
                    // Another JVM may do the same.
                    FileUtils.deleteQuietly(directory.toFile());
                }
            }
        }
    }

    private static final class Holder {
        private static final TestPostgres INSTANCE = start();

        private static TestPostgres start() {
            try {
                return new TestPostgres();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the server, which the first call starts. */
    static TestPostgres shared() {
        return Holder.INSTANCE;
    }

    /** Creates a database that nobody has migrated, in place of one of the same name. */
    DatabaseSettings newDatabase(String name) {
        return create(name, "template1");
    }

    /** Creates a database with an empty catalogue, in place of one of the same name. */
    DatabaseSettings newMigratedDatabase(String name) {
        return create(name, MIGRATED);
    }

    /** Creates a database with the fixture. */
    DatabaseSettings newFixtureDatabase() {
        return create("fixture_" + databases.incrementAndGet(), FIXTURED);
    }

    private DatabaseSettings create(String name, String template) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        DataSourceFactory pool = server.commandPool();
        String url = pool.getUrl().replaceFirst("/postgres$", "/" + name);
        return settings(url, pool.getUser(), pool.getPassword(), Path.of("target", "no-embedded-database"));
    }

    /** Returns settings whose limits are those of config.yml. */
    private static DatabaseSettings settings(
            @Nullable String url, @Nullable String user, @Nullable String password, Path dataDirectory) {
        return new DatabaseSettings(
                url,
                user,
                password,
                null,
                dataDirectory,
                2,
                4,
                Duration.milliseconds(500),
                Duration.milliseconds(700),
                Duration.seconds(2),
                Duration.seconds(2),
                Duration.milliseconds(100),
                Duration.seconds(15));
    }

    private void execute(String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
