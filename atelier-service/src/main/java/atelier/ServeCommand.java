package atelier;

import atelier.cli.ReportingCommand;
import io.dropwizard.core.cli.ServerCommand;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code server config.yml}: serves the API. */
final class ServeCommand extends ServerCommand<AtelierConfiguration> {
    ServeCommand(AtelierApplication application) {
        super(application);
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return ReportingCommand.addConfigurationFile(subparser);
    }
}
