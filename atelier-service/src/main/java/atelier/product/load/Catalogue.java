package atelier.product.load;

import atelier.load.CsvTable;
import atelier.load.Dataset;
import atelier.load.LoadedIds;
import atelier.product.CatalogueWatch;
import atelier.product.prepare.CatalogueTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The catalogue as a dataset: six tables, and the documents and list pages that are precomputed from them. */
public final class Catalogue implements Dataset {
    public static final Dataset DATASET = new Catalogue();

    static final String SCHEMA = "catalogue";

    private Catalogue() {}

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public List<CsvTable> tables() {
        return CatalogueTable.csvTables();
    }

    @Override
    public List<String> precomputedTables() {
        return List.of("document", "page_start");
    }

    @Override
    public List<String> switchLocks() {
        return List.of("document", "page_start", "product");
    }

    @Override
    public String channel() {
        return CatalogueWatch.CHANNEL;
    }

    @Override
    public String insertEdition() {
        return "INSERT INTO edition (imported_at, products, documents, shape)"
                + " SELECT ?, (SELECT count(*) FROM product), (SELECT count(*) FROM document), " + CatalogueTable.SHAPE;
    }

    @Override
    public Precomputation precompute(Map<CsvTable, LoadedIds> ids) throws IOException {
        return DocumentLoad.open(Objects.requireNonNull(ids.get(CatalogueTable.PRODUCT.csv())));
    }
}
