package atelier;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code server config.yml}, which says in one line why it cannot start. */
final class ServeCommand extends ServerCommand<AtelierConfiguration> {
    ServeCommand(AtelierApplication application) {
        super(application);
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
