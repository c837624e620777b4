package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code import config.yml DIR}: loads the six CSV files of a directory as the catalogue that is served. */
public final class ImportCommand<C extends Configuration> extends ConfiguredCommand<C> {
    private static final String DIRECTORY = "directory";
    private static final String MAX_REJECTS = "max-rejects";
    private static final String REJECTS = "rejects";
    private static final String REPORT = "report";

    private final Class<C> configurationClass;
    private final Function<C, DatabaseSettings> settings;

    public ImportCommand(Class<C> configurationClass, Function<C, DatabaseSettings> settings) {
        super("import", "Load the six CSV files of a directory as the catalogue that is served");
        this.configurationClass = configurationClass;
        this.settings = settings;
    }

    @Override
    protected Class<C> getConfigurationClass() {
        return configurationClass;
    }

    @Override
    public void configure(Subparser subparser) {
        super.configure(subparser);
        subparser.addArgument(DIRECTORY).metavar("DIR").help("the directory that holds product.csv and the other five");
        subparser
                .addArgument("--" + MAX_REJECTS)
                .dest(MAX_REJECTS)
                .metavar("N")
                .setDefault(RejectLimit.DEFAULT)
                .help("how many rows may be rejected before the import fails: a number, or a percentage of all rows;"
                        + " 0.1%% if not given");
        subparser
                .addArgument("--" + REJECTS)
                .dest(REJECTS)
                .metavar("FILE")
                .help("where rejected rows go; DIR/rejects.csv if not given");
        subparser
                .addArgument("--" + REPORT)
                .dest(REPORT)
                .metavar("FILE")
                .help("where the reconciliation goes as JSON; DIR/import-report.json if not given");
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return subparser.addArgument("file").metavar("CONFIG").help("the configuration file, config.yml");
    }

    @Override
    protected void run(Bootstrap<C> bootstrap, Namespace arguments, C configuration) throws IOException {
        Path directory = Path.of(arguments.getString(DIRECTORY));
        Path rejects = path(arguments, REJECTS, directory.resolve("rejects.csv"));
        Path reportFile = path(arguments, REPORT, directory.resolve("import-report.json"));
        CatalogueImport catalogueImport = CatalogueImport.of(directory, rejects, arguments.getString(MAX_REJECTS));
        OperatorException.requireWritable(reportFile, "--" + REPORT);
        ImportReport report;
        try (Database database = Database.share(settings.apply(configuration))) {
            database.requireSchema();
            report = catalogueImport.run(database, System.err);
            report.print(System.out);
            if (report.served()) {
                System.out.println("The new catalogue is in " + database.describe()
                        + (database.isOurs() ? ", for the next start of the service." : ", and served."));
            }
        }
        byte[] json = bootstrap
                .getObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .without(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .writeValueAsBytes(report);
        Files.write(reportFile, json);
        System.out.println("Reconciliation: " + reportFile + ", rejected rows: " + rejects);
        if (!report.served()) {
            throw new OperatorException("The import failed and changed nothing: " + report.refusal() + ".");
        }
    }

    private static Path path(Namespace arguments, String name, Path otherwise) {
        String given = arguments.getString(name);
        return given == null ? otherwise : Path.of(given);
    }

    @Override
    public void onError(Cli cli, Namespace arguments, Throwable thrown) {
        if (!OperatorException.show(thrown, System.err)) {
            super.onError(cli, arguments, thrown);
        }
    }
}
