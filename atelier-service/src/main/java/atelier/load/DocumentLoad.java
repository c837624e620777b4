package atelier.load;

import atelier.bytes.GrowingBytes;
import atelier.product.prepare.DocumentRenderer;
import atelier.product.prepare.DocumentRow;
import atelier.product.prepare.PageLines;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
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
 * The documents of all products and the list's lines, in the order of ids: rendered in the background, while PostgreSQL is
 * busy with the rows, and then copied.
 */
final class DocumentLoad implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DocumentLoad.class);

    /** More would want more memory than an import has. */
    private static final int MOST_THREADS = 4;

    private static final int SECONDS_TO_END = 10;

    private final DocumentSpill spill;
    private final CopyFile documents =
            new CopyFile("document", List.of("product_id", "product", "features", "styles", "related"));
    private final CopyFile lines = new CopyFile("page_start", List.of("position", "product_id", "products"));
    private final GrowingBytes line = new GrowingBytes(1 << 12);
    private final ExecutorService threads;
    private final int renderers;

    private DocumentLoad(DocumentSpill spill) throws IOException {
        this.spill = spill;
        renderers = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        threads = Executors.newFixedThreadPool(renderers + 1);
    }

    /** Begins to render what was spilled, which must be all there is. */
    static DocumentLoad begin(DocumentSpill spill) throws IOException {
        DocumentLoad load = new DocumentLoad(spill);
        load.threads.execute(load::renderAll);
        return load;
    }

    private void renderAll() {
        try {
            render();
            documents.complete();
            lines.complete();
        } catch (Throwable e) {
            // Whoever copies the files hands it on.
            documents.fail(e);
            lines.fail(e);
        }
    }

    private void render() throws IOException, SQLException {
        Iterator<DocumentSpill.Piece> pieces = spill.pieces().iterator();
        Queue<Future<List<DocumentRow>>> rendering = new ArrayDeque<>();
        int position = 0;
        while (pieces.hasNext() || !rendering.isEmpty()) {
            while (pieces.hasNext() && rendering.size() <= renderers) {
                DocumentSpill.Piece piece = pieces.next();
                rendering.add(threads.submit(() -> rows(piece)));
            }
            for (DocumentRow document : await(rendering.remove())) {
                add(document, position++);
            }
        }
        endLine();
    }

    private List<DocumentRow> rows(DocumentSpill.Piece piece) throws IOException {
        GrowingBytes records = spill.records(piece);
        return new DocumentRenderer().render(piece.ids(), records.array(), records.length());
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

    /** Loads all, as they are rendered, on a connection that has created the tables in its transaction. */
    void run(Connection connection) throws IOException, SQLException {
        documents.copy(connection);
        lines.copy(connection);
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while documents were rendered", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("The documents cannot be rendered: " + e.getCause(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try (documents;
                lines) {
            threads.shutdownNow();
            if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                LOGGER.warn("The rendering of documents goes on, {} s after it was told to end", SECONDS_TO_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
