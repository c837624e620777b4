package atelier.database;

import atelier.cli.OperatorException;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.migrations.DbCommand;
import java.util.function.Function;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code db migrate config.yml} and Dropwizard's other schema commands. */
public final class DatabaseCommand<C extends Configuration> extends DbCommand<C> {
    /** Dropwizard's name for the argument. */
    private static final String SUBCOMMAND = "subcommand";

    private static final String MIGRATE = "migrate";

    private final Function<C, DatabaseSettings> settings;
    private final DerivedData derived;

    public DatabaseCommand(Class<C> configurationClass, Function<C, DatabaseSettings> settings, DerivedData derived) {
        super(
                "db",
                configuration -> Database.share(settings.apply(configuration)).commandPool(),
                configurationClass,
                Migrations.FILE);
        this.settings = settings;
        this.derived = derived;
    }

    @Override
    public void run(Bootstrap<C> bootstrap, Namespace arguments, C configuration) throws Exception {
        if (!MIGRATE.equals(arguments.getString(SUBCOMMAND))) {
            super.run(bootstrap, arguments, configuration);
            return;
        }
        try (Database database = Database.share(settings.apply(configuration))) {
            super.run(bootstrap, arguments, configuration);
            new Schema(database, derived).completeDerivedData();
        }
    }

    @Override
    public void run(Namespace arguments, Liquibase liquibase) throws Exception {
        JdbcConnection connection = (JdbcConnection) liquibase.getDatabase().getConnection();
        MigrationHistory history = MigrationHistory.find(connection.getUnderlyingConnection());
        liquibase.getDatabase().setLiquibaseSchemaName(history.schema());
        if (MIGRATE.equals(arguments.getString(SUBCOMMAND)) && history.applied().isEmpty()) {
            // Liquibase creates its table before it locks, which fails if another migration does so too.
            LockServiceFactory.getInstance()
                    .getLockService(liquibase.getDatabase())
                    .waitForLock();
        }
        try {
            LiquibaseErrors.quietly(() -> super.run(arguments, liquibase));
        } catch (LiquibaseException e) {
            throw new OperatorException(
                    "db " + arguments.getString(SUBCOMMAND) + " failed: "
                            + OperatorException.reason(LiquibaseErrors.ofChange(e))
                            + " LOG_LEVEL_LIQUIBASE=DEBUG shows the details.",
                    e);
        }
    }
}
