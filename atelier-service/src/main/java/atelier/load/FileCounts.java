package atelier.load;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what becomes of one file's rows while it is read. */
final class FileCounts {
    private final CatalogueFile file;
    private final Map<RejectReason, Long> rejects = new EnumMap<>(RejectReason.class);
    private long read;
    private long loaded;
    private long repaired;

    FileCounts(CatalogueFile file) {
        this.file = file;
    }

    void countRead() {
        read++;
    }

    void countLoaded(boolean wasRepaired) {
        loaded++;
        repaired += wasRepaired ? 1 : 0;
    }

    void countRejected(RejectReason reason) {
        rejects.merge(reason, 1L, Long::sum);
    }

    long read() {
        return read;
    }

    long loaded() {
        return loaded;
    }

    FileReport report() {
        Map<String, Long> reasons = new LinkedHashMap<>();
        rejects.forEach((reason, rows) -> reasons.put(reason.words(), rows));
        long rejected = rejects.values().stream().mapToLong(Long::longValue).sum();
        return new FileReport(file.fileName(), read, loaded, rejected, repaired, reasons);
    }
}
