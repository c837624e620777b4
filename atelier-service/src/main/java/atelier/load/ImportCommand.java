package atelier.load;

import atelier.cli.OperatorException;
import atelier.cli.ReportingCommand;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.DerivedData;
import atelier.database.Schema;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code import config.yml DIR}: loads the CSV files of a directory and serves them as new editions. */
public final class ImportCommand<C extends Configuration> extends ConfiguredCommand<C> {
    private static final String DIRECTORY = "directory";
    private static final String MAX_REJECTS = "max-rejects";
    private static final String REJECTS = "rejects";
    private static final String REPORT = "report";
    private static final String SWITCH_WAIT = "switch-wait";
    private static final String DROP_DEPENDENTS = "drop-dependents";
    private static final String DISCARD_WRITTEN = "discard-written";
    private static final String ONLY = "only";

    private final Class<C> configurationClass;
    private final Function<C, DatabaseSettings> settings;
    private final List<Dataset> datasets;
    private final DerivedData derived;

    /** @param datasets each after those to which its rows refer */
    public ImportCommand(
            Class<C> configurationClass,
            Function<C, DatabaseSettings> settings,
            List<Dataset> datasets,
            DerivedData derived) {
        super("import", "Load the CSV files of a directory, and serve them as the new " + names(datasets, " or "));
        this.configurationClass = configurationClass;
        this.settings = settings;
        this.datasets = datasets;
        this.derived = derived;
    }

    private static String names(List<Dataset> datasets, String separator) {
        return datasets.stream().map(Dataset::schema).collect(Collectors.joining(separator));
    }

    @Override
    protected Class<C> getConfigurationClass() {
        return configurationClass;
    }

    @Override
    public void configure(Subparser subparser) {
        super.configure(subparser);
        subparser
                .addArgument(DIRECTORY)
                .metavar("DIR")
                .help("the directory that contains the files of one group or more: "
                        + datasets.stream()
                                .map(dataset -> dataset.tables().get(0).fileName() + " and the other "
                                        + (dataset.tables().size() - 1) + " of " + dataset.schema())
                                .collect(Collectors.joining(", ")));
        subparser
                .addArgument("--" + ONLY)
                .dest(ONLY)
                .metavar("GROUP")
                .choices(datasets.stream().map(Dataset::schema).toList())
                .action(Arguments.append())
                .help("import this group only: " + names(datasets, ", ") + "; may be repeated");
        option(subparser, MAX_REJECTS, "N")
                .setDefault(ImportOptions.RejectLimit.DEFAULT)
                .help(
                        "how many rows of a group may be rejected before the import fails: a number, or a percentage of all its rows,"
                                + " which allows at least ten");
        option(subparser, REJECTS, "FILE")
                .help("the file for rejected rows; default: imports/TIME/rejects.csv in the working directory");
        option(subparser, REPORT, "FILE")
                .help("the file for the reconciliation as JSON;"
                        + " default: imports/TIME/import-report.json in the working directory");
        option(subparser, SWITCH_WAIT, "TIME")
                .setDefault(SchemaSwitch.DEFAULT_WAIT.toSeconds() + "s")
                .help(
                        "how long the switch waits for readers of the old edition, 10m for example."
                                + " A pg_dump reads as long as it runs: if it takes longer, the import fails and changes nothing");
        subparser
                .addArgument("--" + DROP_DEPENDENTS)
                .dest(DROP_DEPENDENTS)
                .action(Arguments.storeTrue())
                .help("drop views, foreign keys and other objects that depend on the old edition;"
                        + " without this option the import names them and refuses");
        subparser
                .addArgument("--" + DISCARD_WRITTEN)
                .dest(DISCARD_WRITTEN)
                .action(Arguments.storeTrue())
                .help("replace what clients have written since the last import;"
                        + " without this option the import counts it and refuses");
    }

    private static Argument option(Subparser subparser, String name, String value) {
        return subparser.addArgument("--" + name).dest(name).metavar(value);
    }

    @Override
    protected Argument addFileArgument(Subparser subparser) {
        return ReportingCommand.addConfigurationFile(subparser);
    }

    @Override
    protected void run(Bootstrap<C> bootstrap, Namespace arguments, C configuration) throws IOException {
        ImportOptions options = options(arguments);
        try (ImportFiles files = ImportFiles.of(arguments.getString(REJECTS), arguments.getString(REPORT))) {
            DatasetImport datasetImport = DatasetImport.of(
                    wanted(arguments), Path.of(arguments.getString(DIRECTORY)), files.rejects(), options);
            OperatorException.requireWritable(files.report(), "--" + REPORT);
            ImportReport report;
            Interruption interruption = Interruption.watch(files, System.err);
            try (interruption;
                    Database database = Database.share(settings.apply(configuration))) {
                new Schema(database, derived).require();
                System.err.println("Importing " + datasetImport.describe());
                report = run(datasetImport, database);
                report.print(System.out);
                for (String group : report.servedGroups()) {
                    System.out.println("The new edition of " + group + " is in " + database.describe()
                            + (database.isOurs() ? ", for the next start of the service." : ", and served."));
                }
            }
            write(report, files, bootstrap.getObjectMapper());
            if (!report.served()) {
                throw new OperatorException(report.failure());
            }
        }
    }

    /** Keeps the order of the datasets, in which they refer to each other. */
    private List<Dataset> wanted(Namespace arguments) {
        List<String> only = arguments.getList(ONLY);
        return only == null
                ? datasets
                : datasets.stream()
                        .filter(dataset -> only.contains(dataset.schema()))
                        .toList();
    }

    private static ImportReport run(DatasetImport datasetImport, Database database) {
        try {
            return datasetImport.run(database, System.err);
        } catch (DependentsException e) {
            throw new OperatorException(e.getMessage() + " Drop them first, or add --" + DROP_DEPENDENTS + ".", e);
        }
    }

    private static ImportOptions options(Namespace arguments) {
        String wait = arguments.getString(SWITCH_WAIT);
        try {
            return new ImportOptions(
                    ImportOptions.RejectLimit.parse(arguments.getString(MAX_REJECTS)),
                    Duration.parse(wait).toJavaDuration(),
                    arguments.getBoolean(DROP_DEPENDENTS),
                    arguments.getBoolean(DISCARD_WRITTEN));
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--switch-wait takes a time such as 45s or 10m, not \"" + wait + "\"", e);
        }
    }

    /** A report that cannot be written does not undo an import: it is a warning. */
    private static void write(ImportReport report, ImportFiles files, ObjectMapper mapper) {
        try {
            byte[] json = mapper.writerWithDefaultPrettyPrinter()
                    .without(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .writeValueAsBytes(report);
            Files.write(files.report(), json);
            System.out.println("Reconciliation: " + files.report() + ", rejected rows: " + files.rejects());
        } catch (IOException e) {
            System.err.println("Warning: the reconciliation could not be written to " + files.report() + " ("
                    + OperatorException.reason(e)
                    + "). Rejected rows: " + files.rejects());
        }
    }
}
