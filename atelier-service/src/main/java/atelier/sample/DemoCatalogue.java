package atelier.sample;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.load.Dataset;
import atelier.load.DatasetImport;
import atelier.load.DependentsException;
import atelier.load.ImportOptions;
import atelier.product.load.Catalogue;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Generates a small catalogue with reviews and questions, and imports it like a real one. */
public final class DemoCatalogue {
    private static final Logger LOGGER = LoggerFactory.getLogger(DemoCatalogue.class);
    private static final List<Dataset> DATASETS = List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET);

    private DemoCatalogue() {}

    /**
     * Fills the database unless it contains products, or does so when other imports and migrations have ended. After a kill,
     * the next call begins again.
     *
     * @param address where browsers find the pictures of the service
     */
    public static void fillIfEmpty(Database database, DemoSettings settings, String address) {
        if (!settings.isWanted() || !isEmpty(database)) {
            return;
        }
        LOGGER.info("The database is empty. Importing {} invented products", settings.products());
        try {
            Path directory = Files.createTempDirectory("atelier-demo-");
            try {
                CatalogueGenerator.generate(directory, settings.sample(address), false, rows -> {});
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                DatasetImport.of(DATASETS, directory, directory.resolve("rejects.csv"), ImportOptions.maxRejects("0"))
                        .runIfEmpty(database, nowhere);
            } finally {
                FileUtils.deleteDirectory(directory.toFile());
            }
        } catch (DependentsException e) {
            throw new OperatorException(
                    "The demo catalogue cannot be imported. " + e.getMessage()
                            + " Drop them first, or set DEMO_PRODUCTS=0.",
                    e);
        } catch (IOException e) {
            throw new OperatorException("The demo catalogue could not be written: " + e, e);
        }
    }

    private static boolean isEmpty(Database database) {
        try (Connection connection = database.connect();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT coalesce(max(products), 0) = 0 FROM catalogue.edition")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new OperatorException("The catalogue cannot be read: " + e.getMessage(), e);
        }
    }
}
