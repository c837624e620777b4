package atelier.database;

import atelier.AtelierConfiguration;
import atelier.OperatorException;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.migrations.DbCommand;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code db migrate config.yml} and Dropwizard's other commands on the schema. */
public final class DatabaseCommand extends DbCommand<AtelierConfiguration> {
    public DatabaseCommand() {
        super(
                "db",
                configuration -> Database.share(configuration.getDatabase()).commandPool(),
                AtelierConfiguration.class,
                Migrations.FILE);
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
