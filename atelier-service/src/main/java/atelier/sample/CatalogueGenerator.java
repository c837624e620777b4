package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.GeneratedCatalogue.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an invented catalogue, and what shoppers have written about it: all files in one pass, in constant memory. A
 * product and what belongs to it depend on the seed, its id, and whether it is one of the first, so the same call writes the
 * same bytes on every machine.
 */
public final class CatalogueGenerator {
    private static final int PRODUCTS_BETWEEN_REPORTS = 500;
    private static final int ONE_LUXURY_IN = 10_000;

    private final Sample sample;
    private final Map<FileFormat, Table> tables = new LinkedHashMap<>();
    private final ProductRows productRows;
    private final StyleRows styleRows;
    private final RelatedRows relatedRows;
    private final @Nullable ShopperRows shopperRows;

    private CatalogueGenerator(OutputFiles files, Sample sample) throws IOException {
        this.sample = sample;
        for (FileFormat format : formats(sample)) {
            long firstId = format.equals(CatalogueFiles.PRODUCT) ? sample.firstId() : 1;
            tables.put(format, new Table(format, sample.dirty(), firstId, files.open(format.name())));
        }
        PictureUrls pictures = new PictureUrls(sample.pictures());
        productRows = new ProductRows(table(CatalogueFiles.PRODUCT), table(CatalogueFiles.FEATURES), sample.firstId());
        styleRows = new StyleRows(
                table(CatalogueFiles.STYLES), table(CatalogueFiles.PHOTOS), table(CatalogueFiles.SKUS), pictures);
        relatedRows = new RelatedRows(table(CatalogueFiles.RELATED), table(CatalogueFiles.PRODUCT), sample);
        shopperRows = sample.shoppers() ? new ShopperRows(this::table, pictures) : null;
    }

    /** Returns the files of a sample, each after those to which its rows refer. */
    static List<FileFormat> formats(Sample sample) {
        List<FileFormat> formats = new ArrayList<>(CatalogueFiles.ALL);
        if (sample.shoppers()) {
            formats.addAll(ShopperFiles.ALL);
        }
        return formats;
    }

    /**
     * Writes the files and {@code generated.json} into a directory, which is created if it is missing. The files get
     * their names when all of them are complete; if the work fails, none remains.
     *
     * @param replace whether files of an earlier run are replaced; otherwise they make the call fail
     * @param rowsWritten receives the number of rows so far, every few thousand rows
     */
    public static GeneratedCatalogue generate(
            Path directory, Sample sample, boolean replace, LongConsumer rowsWritten) {
        try (OutputFiles files = new OutputFiles(directory, replace)) {
            CatalogueGenerator generator = new CatalogueGenerator(files, sample);
            generator.writeAll(rowsWritten);
            GeneratedCatalogue catalogue = new GeneratedCatalogue(
                    sample.firstId(), sample.products(), sample.seed(), sample.dirty(), generator.accounts());
            files.complete(catalogue);
            return catalogue;
        } catch (IOException e) {
            throw OutputFiles.cannotWrite(directory, e);
        }
    }

    /** Returns the number of rows of all files of a sample, to within one per cent. */
    public static long expectedRows(Sample sample) {
        return Math.round(sample.products()
                * formats(sample).stream()
                        .mapToDouble(FileFormat::rowsPerProduct)
                        .sum());
    }

    private void writeAll(LongConsumer rowsWritten) throws IOException {
        // Without the mixing, the second product of one seed would be the first product of the next seed.
        SplittableRandom seeds = new SplittableRandom(sample.seed());
        long catalogueSeed = seeds.nextLong();
        long shopperSeed = seeds.nextLong();
        for (int id = sample.firstId(); id <= sample.lastId(); id++) {
            Product product = writeProduct(new SplittableRandom(catalogueSeed + id), id);
            if (shopperRows != null) {
                shopperRows.write(new SplittableRandom(shopperSeed + id), product);
            }
            if (id % PRODUCTS_BETWEEN_REPORTS == 0) {
                rowsWritten.accept(rows());
            }
        }
        rowsWritten.accept(rows());
        for (Table table : tables.values()) {
            table.close();
        }
    }

    private Product writeProduct(SplittableRandom random, int id) throws IOException {
        Category category = Vocabulary.any(Department.CATEGORIES, random);
        while (Popularity.isVeryPopular(id) && category.department().equals(Department.ACCESSORIES)) {
            // With only one characteristic, it would have too few of the ratings that the published set has.
            category = Vocabulary.any(Department.CATEGORIES, random);
        }
        long price = random.nextInt(ONE_LUXURY_IN) == 0 ? 499_000_000 : 15 + random.nextInt(485);
        Product product = productRows.write(random, category, price);
        styleRows.write(random, product, price);
        relatedRows.write(random, product);
        return product;
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
