package atelier.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many rows of one file were loaded and how many were rejected.
 *
 * @param repaired how many of the loaded rows lacked a closing quote
 * @param skipped how many lines had no value: blank lines, or commas only; they are no rows
 * @param rejects the number of rejected rows by reason
 */
public record FileReport(
        String file, long read, long loaded, long rejected, long repaired, long skipped, Map<String, Long> rejects) {
    /** @throws IllegalStateException if a row is unaccounted for */
    public FileReport {
        if (read != loaded + rejected) {
            throw new IllegalStateException(
                    file + ": " + read + " rows read, but " + loaded + " loaded and " + rejected + " rejected");
        }
    }

    /** Counts the rows while the file is read. */
    static final class Counts {
        private final Map<String, Long> rejects = new LinkedHashMap<>();
        private long read;
        private long loaded;
        private long repaired;
        private long skipped;

        void countLoaded(boolean wasRepaired) {
            loaded++;
            repaired += wasRepaired ? 1 : 0;
        }

        void countRejected(RejectReason reason) {
            rejects.merge(reason.words(), 1L, Long::sum);
        }

        long loaded() {
            return loaded;
        }

        /** Sets what was counted while the file was read. */
        void end(long rowsRead, long linesSkipped) {
            read = rowsRead;
            skipped = linesSkipped;
        }

        FileReport report(String file) {
            long rejected = rejects.values().stream().mapToLong(Long::longValue).sum();
            return new FileReport(file, read, loaded, rejected, repaired, skipped, rejects);
        }
    }
}
