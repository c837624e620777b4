package atelier;

import atelier.cli.EnvironmentConfigurationFactory;
import atelier.cli.ReportingCommand;
import atelier.database.DatabaseCommand;
import atelier.load.ImportCommand;
import atelier.operations.frontdoor.FrontDoorCommand;
import atelier.product.load.Catalogue;
import atelier.product.prepare.DocumentRebuild;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import atelier.sample.GenerateCommand;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.util.List;
import java.util.Locale;

/** The Atelier shop API: its commands, and the service itself. {@link ServiceAssembly} lists the parts of the service. */
public final class AtelierApplication extends Application<AtelierConfiguration> {
    public static void main(String[] arguments) throws Exception {
        // Libraries format for the user's country: Liquibase would count the migrations in Arabic digits.
        Locale.setDefault(Locale.ROOT);
        new AtelierApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "atelier";
    }

    @Override
    public void initialize(Bootstrap<AtelierConfiguration> bootstrap) {
        bootstrap.setConfigurationFactoryFactory(EnvironmentConfigurationFactory::new);
        add(
                bootstrap,
                new ImportCommand<>(
                        AtelierConfiguration.class,
                        AtelierConfiguration::getDatabase,
                        List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET),
                        DocumentRebuild.DERIVED_DATA));
        add(bootstrap, new GenerateCommand());
        add(
                bootstrap,
                new DatabaseCommand<>(
                        AtelierConfiguration.class, AtelierConfiguration::getDatabase, DocumentRebuild.DERIVED_DATA));
        add(bootstrap, new PrepareCommand());
        add(bootstrap, new FrontDoorCommand());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<AtelierConfiguration> bootstrap) {
        add(bootstrap, new ServeCommand(this));
        add(bootstrap, new CheckSettingsCommand(this));
    }

    private static void add(Bootstrap<AtelierConfiguration> bootstrap, Command command) {
        bootstrap.addCommand(new ReportingCommand(command));
    }

    @Override
    public void run(AtelierConfiguration configuration, Environment environment) {
        SettingsCheck.requireUsable(configuration);
        new ServiceAssembly(configuration, environment).assemble();
    }
}
