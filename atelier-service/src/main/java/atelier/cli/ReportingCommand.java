package atelier.cli;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Runs another command. Reports a failure that the operator can fix in one line, instead of a stack trace. */
public final class ReportingCommand extends Command {
    private final Command command;

    public ReportingCommand(Command command) {
        super(command.getName(), command.getDescription());
        this.command = command;
    }

    /** Adds the argument that names the configuration file, which Dropwizard's commands would leave optional. */
    public static Argument addConfigurationFile(Subparser subparser) {
        return subparser.addArgument("file").metavar("CONFIG").help("the configuration file, config.yml");
    }

    @Override
    public void configure(Subparser subparser) {
        command.configure(subparser);
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
        command.run(bootstrap, arguments);
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable failure) {
        if (!OperatorException.show(failure, System.err)) {
            command.onError(cli, arguments, failure);
        }
    }
}
