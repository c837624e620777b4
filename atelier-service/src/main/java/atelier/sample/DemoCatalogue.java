package atelier.sample;

import atelier.cli.OperatorException;
import atelier.database.Database;
import atelier.load.DatasetImport;
import atelier.load.DependentsException;
import atelier.load.ImportOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Generates a small catalogue with reviews and questions, and imports it like a real one. */
public final class DemoCatalogue {
    private static final Logger LOGGER = LoggerFactory.getLogger(DemoCatalogue.class);

    private DemoCatalogue() {}

    /**
     * Fills the database unless it contains products, or does so when other imports and migrations have ended. After a kill,
     * the next call imports what is missing.
     *
     * @param address where browsers find the pictures of the service
     */
    public static void fillIfEmpty(Database database, DemoSettings settings, String address) {
        if (!settings.isWanted() || isComplete(database, settings.origin())) {
            return;
        }
        LOGGER.info(
                "The demo catalogue is missing or incomplete. Importing it: {} generated products",
                settings.products());
        try {
            Path directory = Files.createTempDirectory("atelier-demo-");
            try {
                CatalogueGenerator.generate(directory, settings.sample(address), false, rows -> {});
                for (DemoPart part : DemoPart.ALL) {
                    importIfMissing(part, directory, database, settings.origin());
                }
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

    private static boolean isComplete(Database database, String origin) {
        try (Connection connection = database.connect()) {
            for (DemoPart part : DemoPart.ALL) {
                if (part.isMissing(connection, origin)) {
                    return false;
                }
            }
            return true;
        } catch (SQLException e) {
            throw new OperatorException("The catalogue cannot be read: " + e.getMessage(), e);
        }
    }

    private static void importIfMissing(DemoPart part, Path directory, Database database, String origin) {
        ImportOptions options = ImportOptions.maxRejects("0").from(origin);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        DatasetImport.of(part.dataset(), directory, directory.resolve("rejects.csv"), options)
                .runIf(connection -> part.isMissing(connection, origin), database, nowhere)
                .filter(report -> !report.served())
                .ifPresent(report -> {
                    throw new OperatorException("The demo catalogue cannot be imported: " + report.refusal());
                });
    }
}
