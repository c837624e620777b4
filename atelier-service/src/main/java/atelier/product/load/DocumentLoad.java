package atelier.product.load;

import atelier.bytes.GrowingBytes;
import atelier.load.CopyFile;
import atelier.load.CopyRows;
import atelier.load.CsvTable;
import atelier.load.Dataset;
import atelier.load.LoadedIds;
import atelier.load.Records;
import atelier.load.RowSpill;
import atelier.load.RowValues;
import atelier.product.prepare.CatalogueTable;
import atelier.product.prepare.DocumentRenderer;
import atelier.product.prepare.DocumentRow;
import atelier.product.prepare.Fragments;
import atelier.product.prepare.PageLines;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Precomputes the documents of all products and the lines of list pages. Loaded rows go to temporary files. After the
 * last row, background threads render the documents in the order of ids, while PostgreSQL builds indexes of the rows.
 */
final class DocumentLoad implements Dataset.Precomputation {
    private static final Logger LOGGER = LoggerFactory.getLogger(DocumentLoad.class);

    /** More threads need more memory than an import has. */
    private static final int MOST_THREADS = 4;

    /** Their rows take about five megabytes. */
    private static final int PRODUCTS_IN_MEMORY = 2_048;

    private static final int SECONDS_TO_END = 10;

    private static final String NEXT = Catalogue.DATASET.nextSchema() + ".";

    private final Records record = new Records();
    private final RowSpill spill;
    private final CopyFile documents;
    private final CopyFile lines;
    private final GrowingBytes line = new GrowingBytes(1 << 12);
    private final ExecutorService threads;
    private final int renderers;

    private CatalogueTable table = CatalogueTable.PRODUCT;

    DocumentLoad(RowSpill spill, CopyFile documents, CopyFile lines) {
        this.spill = spill;
        this.documents = documents;
        this.lines = lines;
        renderers = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        threads = Executors.newFixedThreadPool(renderers + 1);
    }

    /** Opens the temporary files, all or none. */
    static DocumentLoad open(LoadedIds products) throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            RowSpill spill = new RowSpill(products, PRODUCTS_IN_MEMORY);
            opened.add(spill);
            CopyFile documents = openDocuments();
            opened.add(documents);
            return new DocumentLoad(spill, documents, openLines());
        } catch (IOException e) {
            for (Closeable file : opened) {
                try {
                    file.close();
                } catch (IOException inTurn) {
                    e.addSuppressed(inTurn);
                }
            }
            throw e;
        }
    }

    static CopyFile openDocuments() throws IOException {
        return new CopyFile(NEXT + "document", List.of("product_id", "product", "features", "styles", "related"));
    }

    static CopyFile openLines() throws IOException {
        return new CopyFile(NEXT + "page_start", List.of("position", "product_id", "products"));
    }

    @Override
    public void add(CsvTable csv, RowValues row, CopyRows copy) throws IOException {
        if (table.csv() != csv) {
            table = CatalogueTable.of(csv);
        }
        record.clear();
        Fragments.add(table, row, record);
        spill.add(record);
    }

    @Override
    public void endTable(CsvTable csv) throws IOException {
        if (csv == CatalogueTable.PRODUCT.csv()) {
            spill.divide();
        }
    }

    @Override
    public void endRows() {
        threads.execute(this::renderAll);
    }

    private void renderAll() {
        try {
            render();
            documents.complete();
            lines.complete();
        } catch (Throwable e) {
            // The thread that copies the files throws this failure.
            documents.fail(e);
            lines.fail(e);
        }
    }

    private void render() throws IOException, SQLException {
        Iterator<RowSpill.Batch> batches = spill.batches().iterator();
        Queue<Future<List<DocumentRow>>> rendering = new ArrayDeque<>();
        int position = 0;
        while (batches.hasNext() || !rendering.isEmpty()) {
            while (batches.hasNext() && rendering.size() <= renderers) {
                RowSpill.Batch batch = batches.next();
                rendering.add(threads.submit(() -> rows(batch)));
            }
            for (DocumentRow document : await(rendering.remove())) {
                add(document, position++);
            }
        }
        endLine();
    }

    private List<DocumentRow> rows(RowSpill.Batch batch) throws IOException {
        GrowingBytes records = spill.records(batch);
        return DocumentRenderer.render(batch.ids(), records.array(), records.length());
    }

    private void add(DocumentRow document, int position) throws IOException, SQLException {
        documents
                .rows()
                .begin()
                .number(document.productId())
                .bytes(document.product())
                .bytes(document.features())
                .bytes(document.styles())
                .bytes(document.related())
                .end();
        if (position % PageLines.PRODUCTS == 0) {
            endLine();
            lines.rows().begin().number(position).number(document.productId());
        }
        PageLines.add(document, line);
    }

    private void endLine() throws IOException, SQLException {
        if (line.length() > 0) {
            lines.rows().bytes(line.array(), 0, line.length()).end();
            line.clear();
        }
    }

    /** Copies the documents while others are still rendered. */
    @Override
    public void copy(Connection connection) throws IOException, SQLException {
        documents.copy(connection);
        lines.copy(connection);
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for documents", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("The documents cannot be rendered: " + e.getCause(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try (spill;
                documents;
                lines) {
            threads.shutdownNow();
            if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                LOGGER.warn("The threads that render documents have not ended within {} s", SECONDS_TO_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
