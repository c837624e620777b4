package atelier.catalogue.load;

import atelier.catalogue.Progress;
import atelier.catalogue.document.DocumentRenderer;
import atelier.catalogue.document.DocumentRow;
import atelier.catalogue.document.GrowingBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Renders the documents of all products and copies them into {@code catalogue_next.document} in the order of ids.
 *
 * <p>The binary format spares PostgreSQL, on whose one process the import waits, reading the compressed styles as text
 * (PostgreSQL's manual, COPY, "Binary Format").
 */
final class DocumentLoad {
    private static final String COPY = """
            COPY catalogue_next.document (product_id, product, features, styles, related)
            FROM STDIN WITH (FORMAT binary, FREEZE)
            """;

    private static final byte[] HEADER = "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] TRAILER = {-1, -1};
    private static final int COLUMNS = 5;

    /** More would want more memory than an import has, and PostgreSQL takes no more than some two can render. */
    private static final int MOST_THREADS = 4;

    private final DocumentSpill spill;

    DocumentLoad(DocumentSpill spill) {
        this.spill = spill;
    }

    /** Loads them on a connection that has created the table in its transaction. */
    void run(Connection connection, PrintStream screen) throws IOException, SQLException {
        Iterator<DocumentSpill.Piece> pieces = spill.pieces().iterator();
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        copy.writeToCopy(HEADER, 0, HEADER.length);
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService renderers = Executors.newFixedThreadPool(threads);
        try (Progress progress = Progress.rows("documents", spill.products(), screen)) {
            Queue<Future<Rows>> rendering = new ArrayDeque<>();
            long documents = 0;
            while (pieces.hasNext() || !rendering.isEmpty()) {
                while (pieces.hasNext() && rendering.size() <= threads) {
                    DocumentSpill.Piece piece = pieces.next();
                    rendering.add(renderers.submit(() -> rows(piece)));
                }
                Rows rows = await(rendering.remove());
                copy.writeToCopy(rows.bytes().array(), 0, rows.bytes().length());
                documents += rows.count();
                progress.step(documents);
            }
        } finally {
            renderers.shutdownNow();
        }
        copy.writeToCopy(TRAILER, 0, TRAILER.length);
        long stored = copy.endCopy();
        if (stored != spill.products()) {
            throw new SQLException("PostgreSQL stored " + stored + " documents, not " + spill.products());
        }
    }

    private Rows rows(DocumentSpill.Piece piece) throws IOException {
        GrowingBytes records = spill.records(piece);
        GrowingBytes rows = new GrowingBytes(records.length() / 2);
        try (DocumentRenderer renderer = new DocumentRenderer()) {
            for (DocumentRow document : renderer.render(piece.ids(), records.array(), records.length())) {
                rows.addShort(COLUMNS).addInt(Integer.BYTES).addInt(document.productId());
                rows.addInt(document.product().length).add(document.product());
                rows.addInt(document.features().length).add(document.features());
                rows.addInt(document.styles().length).add(document.styles());
                rows.addInt(document.related().length).add(document.related());
            }
        }
        return new Rows(rows, piece.ids().length);
    }

    private static Rows await(Future<Rows> rows) throws IOException {
        try {
            return rows.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while documents were rendered", e);
        } catch (ExecutionException e) {
            throw new IOException("The documents cannot be rendered: " + e.getCause(), e);
        }
    }

    private record Rows(GrowingBytes bytes, int count) {}
}
