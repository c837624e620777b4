package atelier;

import atelier.cli.ReportingCommand;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code check config.yml}: refuses the same settings as {@code server}, but starts nothing. */
final class CheckSettingsCommand extends CheckCommand<AtelierConfiguration> {
    CheckSettingsCommand(AtelierApplication application) {
        super(application);
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return ReportingCommand.addConfigurationFile(subparser);
    }

    @Override
    protected void run(
            Bootstrap<AtelierConfiguration> bootstrap, Namespace arguments, AtelierConfiguration configuration) {
        SettingsCheck.requireUsable(configuration);
        System.out.println("The settings are valid.");
    }
}
