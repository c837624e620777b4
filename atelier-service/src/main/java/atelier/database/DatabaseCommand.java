package atelier.database;

import atelier.operator.OperatorException;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.migrations.DbCommand;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code db migrate config.yml} and Dropwizard's other commands on the schema. */
public final class DatabaseCommand<C extends Configuration> extends DbCommand<C> {
    public DatabaseCommand(Class<C> configurationClass, Function<C, DatabaseSettings> settings) {
        super(
                "db",
                configuration -> Database.share(settings.apply(configuration)).commandPool(),
                configurationClass,
                Migrations.FILE);
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
