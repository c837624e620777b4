package atelier.load;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
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
import java.sql.Statement;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** A directory with the seven files of reviews and questions, and a database with the fixture's products to import into. */
final class ShoppersImport {
    static final List<Dataset> DATASETS = List.of(Catalogue.DATASET, Reviews.DATASET, Questions.DATASET);

    static final String REVIEWS =
            "id,product_id,rating,date,summary,body,recommend,reported,reviewer_name,reviewer_email,response,helpfulness\n";
    static final String QUESTIONS = "id,product_id,body,date_written,asker_name,asker_email,reported,helpful\n";
    static final String ANSWERS = "id,question_id,body,date_written,answerer_name,answerer_email,reported,helpful\n";

    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    private final Path directory;
    private final Path rejects;
    private final DatabaseSettings settings;

    /** @param settings of a migrated database */
    ShoppersImport(Path directory, DatabaseSettings settings) {
        this(directory, directory, settings);
    }

    /** @param output the directory for the file of rejected rows */
    ShoppersImport(Path directory, Path output, DatabaseSettings settings) {
        this.directory = directory;
        this.rejects = output.resolve("rejects.csv");
        this.settings = settings;
    }

    /** Writes files of which each row is accepted. */
    void writeFiles() throws IOException {
        write("reviews.csv", REVIEWS + review(1) + review(2));
        write("reviews_photos.csv", "id,review_id,url\n1,1,\"https://pictures.example/1\"\n");
        write("characteristics.csv", "id,product_id,name\n1,1,\"Fit\"\n2,1,\"Length\"\n3,2,\"Fit\"\n");
        write("characteristic_reviews.csv", "id,characteristic_id,review_id,value\n1,1,1,4\n2,2,1,3\n3,1,2,5\n");
        write("questions.csv", QUESTIONS + "1,1,\"Is it warm?\",1595880000000,\"yankeelover\",\"a@b.example\",0,1\n");
        write("answers.csv", ANSWERS + "1,1,\"Yes\",1599958385988,\"Seller\",null,0,2\n");
        write(
                "answers_photos.csv",
                "id,answer_id,url\n2,1,\"https://pictures.example/2\"\n1,1,\"https://p.example/1\"\n");
    }

    /** Adds the six files of the fixture, in which some rows are rejected. */
    void addCatalogue() throws IOException {
        FileUtils.copyDirectory(FIXTURE.toFile(), directory.toFile());
    }

    /** Returns a row of product 1. */
    static String review(int id) {
        return id
                + ",1,5,1596080481467,\"This product was great!\",\"I liked it\",true,false,\"funtime\",\"a@b.example\","
                + "null,8\n";
    }

    void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }

    Path rejects() {
        return rejects;
    }

    ImportReport catalogue() {
        return catalogue(FIXTURE);
    }

    ImportReport catalogue(Path from) {
        return load(List.of(Catalogue.DATASET), from, false, "100%");
    }

    /** Imports all groups that are complete. */
    ImportReport load() {
        return load(DATASETS, directory, false, "100%");
    }

    ImportReport loadDiscarding() {
        return load(DATASETS, directory, true, "100%");
    }

    ImportReport load(String maxRejects) {
        return load(DATASETS, directory, false, maxRejects);
    }

    private ImportReport load(List<Dataset> datasets, Path from, boolean discard, String maxRejects) {
        ImportOptions defaults = ImportOptions.maxRejects(maxRejects);
        ImportOptions options = new ImportOptions(defaults.limit(), defaults.switchWait(), false, discard);
        try (Database database = Database.share(settings);
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            return DatasetImport.of(datasets, from, rejects(), options).run(database, nowhere);
        }
    }

    Connection connect() throws SQLException {
        try (Database database = Database.share(settings)) {
            return database.connect();
        }
    }

    /** Returns the first value of the first row of a query. */
    String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
