package atelier.sample;

import atelier.load.Progress;
import atelier.sample.GeneratedCatalogue.GeneratedFile;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code generate DIR --products N}: writes an invented catalogue as CSV files. */
public final class GenerateCommand extends Command {
    private static final String DIRECTORY = "directory";
    private static final String PRODUCTS = "products";
    private static final String SEED = "seed";
    private static final String FIRST_ID = "first-id";
    private static final String ONLY = "only";
    private static final String CATALOGUE = "catalogue";
    private static final String PICTURES = "pictures";
    private static final String DIRTY = "dirty";
    private static final String FORCE = "force";

    private final PrintStream out;
    private final PrintStream err;

    public GenerateCommand() {
        this(System.out, System.err);
    }

    GenerateCommand(PrintStream out, PrintStream err) {
        super("generate", "Writes an invented catalogue as CSV files");
        this.out = out;
        this.err = err;
    }

    @Override
    public void configure(Subparser subparser) {
        subparser
                .addArgument(DIRECTORY)
                .metavar("DIR")
                .help("the directory for the files; it is created if it is missing");
        subparser
                .addArgument("--" + PRODUCTS)
                .metavar("N")
                .type(Integer.class)
                .choices(Arguments.range(1, Sample.MOST_PRODUCTS))
                .required(true)
                .help("how many products; 1000011 gives the size of the published set");
        subparser
                .addArgument("--" + SEED)
                .metavar("S")
                .type(Long.class)
                .setDefault(1L)
                .help("another seed gives another catalogue");
        subparser
                .addArgument("--" + FIRST_ID)
                .metavar("ID")
                .type(Integer.class)
                .choices(Arguments.range(1, Sample.LAST_FIRST_ID))
                .setDefault(1)
                .help("the id of the first product");
        subparser
                .addArgument("--" + ONLY)
                .choices(CATALOGUE)
                .help("write the six files of the catalogue, without reviews, questions and answers");
        subparser
                .addArgument("--" + PICTURES)
                .metavar("URL")
                .setDefault(Sample.DEFAULT_PICTURES)
                .help("the address of the service that draws the pictures, to which the URLs of photos lead");
        subparser
                .addArgument("--" + DIRTY)
                .action(Arguments.storeTrue())
                .help("include the faults of the published files, and count them in generated.json");
        subparser.addArgument("--" + FORCE).action(Arguments.storeTrue()).help("replace the files of an earlier run");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace namespace) {
        Path directory = Path.of(namespace.getString(DIRECTORY));
        Sample sample = new Sample(
                namespace.getInt(FIRST_ID.replace('-', '_')),
                namespace.getInt(PRODUCTS),
                namespace.getLong(SEED),
                namespace.getBoolean(DIRTY),
                namespace.getString(ONLY) == null,
                namespace.getString(PICTURES));
        GeneratedCatalogue catalogue;
        try (Progress progress = Progress.rows("Generating", CatalogueGenerator.expectedRows(sample), err)) {
            catalogue = CatalogueGenerator.generate(directory, sample, namespace.getBoolean(FORCE), progress::step);
            progress.expect(catalogue.rows());
        }
        catalogue.files().forEach((name, file) -> out.println(line(name, file)));
        out.printf(
                Locale.ROOT,
                "%,d rows in %s; an import must reject %,d of them%n",
                catalogue.rows(),
                directory,
                catalogue.rejected());
    }

    private static String line(String name, GeneratedFile file) {
        String dirt = file.dirt().entrySet().stream()
                .filter(kind -> kind.getValue() > 0)
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%-26s %,12d rows", name, file.rows())
                + (dirt.isEmpty() ? "" : "; " + dirt + "; rejected with their parent " + file.consequences());
    }
}
