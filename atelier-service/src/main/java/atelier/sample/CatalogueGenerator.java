package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.GeneratedCatalogue.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Writes an invented catalogue: all six files in one pass, in constant memory. A product depends on the seed and its id
 * only, so the same call writes the same bytes on every machine.
 */
public final class CatalogueGenerator {
    /** The largest number of products of a catalogue. */
    public static final int MOST_PRODUCTS = 100_000_000;

    private static final int PRODUCTS_BETWEEN_REPORTS = 500;
    private static final int ONE_LUXURY_IN = 10_000;

    private final Map<FileFormat, Table> tables = new LinkedHashMap<>();
    private final ProductRows productRows;
    private final StyleRows styleRows;
    private final RelatedRows relatedRows;

    private CatalogueGenerator(OutputFiles files, int products, boolean dirty) throws IOException {
        for (FileFormat format : FileFormat.ALL) {
            tables.put(format, new Table(format, dirty, files.open(format.name())));
        }
        productRows = new ProductRows(table(FileFormat.PRODUCT), table(FileFormat.FEATURES));
        styleRows = new StyleRows(table(FileFormat.STYLES), table(FileFormat.PHOTOS), table(FileFormat.SKUS));
        relatedRows = new RelatedRows(table(FileFormat.RELATED), table(FileFormat.PRODUCT), products);
    }

    /**
     * Writes the six files and {@code generated.json} into a directory, which is created if it is missing. The files
     * get their names when all of them are complete; if the work fails, none remains.
     *
     * @param dirty whether to include the dirt of the published files, all of which the result counts
     * @param replace whether existing files are replaced; otherwise they make the call fail
     * @param rowsWritten receives the number of rows so far, every few thousand rows
     */
    public static GeneratedCatalogue generate(
            Path directory, int products, long seed, boolean dirty, boolean replace, LongConsumer rowsWritten) {
        if (products < 1 || products > MOST_PRODUCTS) {
            throw new IllegalArgumentException("products is " + products + ", not 1 to " + MOST_PRODUCTS);
        }
        try (OutputFiles files = new OutputFiles(directory, replace)) {
            CatalogueGenerator generator = new CatalogueGenerator(files, products, dirty);
            generator.writeAll(products, seed, rowsWritten);
            GeneratedCatalogue catalogue = new GeneratedCatalogue(products, seed, dirty, generator.accounts());
            files.complete(catalogue);
            return catalogue;
        } catch (IOException e) {
            throw OutputFiles.cannotWrite(directory, e);
        }
    }

    /** Returns the number of rows of all files for a number of products, to within one per cent. */
    public static long expectedRows(int products) {
        return Math.round(products
                * FileFormat.ALL.stream()
                        .mapToDouble(FileFormat::rowsPerProduct)
                        .sum());
    }

    private void writeAll(int products, long seed, LongConsumer rowsWritten) throws IOException {
        // Without the mixing, the second product of one seed would be the first product of the next seed.
        long mixed = new SplittableRandom(seed).nextLong();
        for (int product = 1; product <= products; product++) {
            writeProduct(new SplittableRandom(mixed + product), product);
            if (product % PRODUCTS_BETWEEN_REPORTS == 0) {
                rowsWritten.accept(rows());
            }
        }
        rowsWritten.accept(rows());
        for (Table table : tables.values()) {
            table.close();
        }
    }

    private void writeProduct(SplittableRandom random, int product) throws IOException {
        Category category = Vocabulary.any(Department.CATEGORIES, random);
        long price = random.nextInt(ONE_LUXURY_IN) == 0 ? 499_000_000 : 15 + random.nextInt(485);
        boolean rejected = productRows.write(random, category, price);
        styleRows.write(random, product, category.department(), price, rejected);
        relatedRows.write(random, product, rejected);
    }

    private Table table(FileFormat format) {
        return Objects.requireNonNull(tables.get(format));
    }

    private long rows() {
        long rows = 0;
        for (Table table : tables.values()) {
            rows += table.rows();
        }
        return rows;
    }

    private Map<String, GeneratedFile> accounts() {
        Map<String, GeneratedFile> accounts = new LinkedHashMap<>();
        tables.forEach((format, table) -> accounts.put(format.name(), table.account()));
        return accounts;
    }
}
