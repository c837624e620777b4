package atelier.database;

import atelier.cli.OperatorException;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.migrations.DbCommand;
import java.sql.Connection;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code db migrate config.yml} and Dropwizard's other commands on the schema. */
public final class DatabaseCommand<C extends Configuration> extends DbCommand<C> {
    /** What Dropwizard's commands call themselves. */
    private static final String SUBCOMMAND = "subcommand";

    private static final String MIGRATE = "migrate";

    private final Function<C, DatabaseSettings> settings;

    public DatabaseCommand(Class<C> configurationClass, Function<C, DatabaseSettings> settings) {
        super(
                "db",
                configuration -> Database.share(settings.apply(configuration)).commandPool(),
                configurationClass,
                Migrations.FILE);
        this.settings = settings;
    }

    @Override
    public void run(Bootstrap<C> bootstrap, Namespace arguments, C configuration) throws Exception {
        if (!MIGRATE.equals(arguments.getString(SUBCOMMAND))) {
            super.run(bootstrap, arguments, configuration);
            return;
        }
        try (Database database = Database.share(settings.apply(configuration));
                Connection connection = database.connect()) {
            if (!Migrations.isComplete(connection)) {
                CatalogueLock.await(connection);
            }
            super.run(bootstrap, arguments, configuration);
            database.completeDocuments();
        }
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
