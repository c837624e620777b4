package atelier;

import atelier.cli.OperatorException;
import atelier.cli.ReportingCommand;
import atelier.database.Database;
import atelier.database.Schema;
import atelier.product.prepare.DocumentRebuild;
import atelier.sample.DemoCatalogue;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code prepare config.yml}: does for an external database what a start of the service does for an embedded database. */
final class PrepareCommand extends ConfiguredCommand<AtelierConfiguration> {
    private static final Logger LOGGER = LoggerFactory.getLogger(PrepareCommand.class);

    PrepareCommand() {
        super(
                "prepare",
                "Migrate the database to the newest schema, and fill an empty database with generated products");
    }

    @Override
    protected Class<AtelierConfiguration> getConfigurationClass() {
        return AtelierConfiguration.class;
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return ReportingCommand.addConfigurationFile(subparser);
    }

    @Override
    protected void run(
            Bootstrap<AtelierConfiguration> bootstrap, Namespace arguments, AtelierConfiguration configuration) {
        while (!prepare(configuration)) {
            LOGGER.info("Preparing again, because the process that had started PostgreSQL has ended and stopped it");
        }
    }

    /** Returns false if another command, which owned the embedded server, has stopped it meanwhile. */
    private static boolean prepare(AtelierConfiguration configuration) {
        try (Database database = Database.share(configuration.getDatabase())) {
            try {
                new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
                DemoCatalogue.fillIfEmpty(
                        database,
                        configuration.getDemo(),
                        configuration.getDemo().address(configuration.getServerFactory()));
            } catch (OperatorException e) {
                if (database.wasStoppedByOwner()) {
                    return false;
                }
                throw e;
            }
            System.out.println("Ready: " + database.describe());
            return true;
        }
    }
}
