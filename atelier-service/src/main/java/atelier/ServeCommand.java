package atelier;

import atelier.cli.OperatorException;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code server config.yml}, which says in one line why it cannot start. */
final class ServeCommand extends ServerCommand<AtelierConfiguration> {
    ServeCommand(AtelierApplication application) {
        super(application);
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return subparser.addArgument("file").metavar("CONFIG").help("the configuration file, config.yml");
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
