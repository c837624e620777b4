package atelier;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.sample.DemoCatalogue;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code prepare config.yml}: does for a database what the service does by itself only for its embedded one. */
final class PrepareCommand extends ConfiguredCommand<AtelierConfiguration> {
    PrepareCommand() {
        super(
                "prepare",
                "Bring the database to the newest schema, and fill one that is empty with an invented catalogue");
    }

    @Override
    protected Class<AtelierConfiguration> getConfigurationClass() {
        return AtelierConfiguration.class;
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return subparser.addArgument("file").metavar("CONFIG").help("the configuration file, config.yml");
    }

    @Override
    protected void run(
            Bootstrap<AtelierConfiguration> bootstrap, Namespace arguments, AtelierConfiguration configuration) {
        try (Database database = Database.share(configuration.getDatabase())) {
            database.migrate();
            DemoCatalogue.fillIfEmpty(database, configuration.getDemo());
            System.out.println("Ready: " + database.describe());
        }
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
