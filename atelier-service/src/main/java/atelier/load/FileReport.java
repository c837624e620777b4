package atelier.load;

import java.util.Map;

/**
 * What became of one file's rows.
 *
 * @param repaired how many of the loaded ones had to be mended to be read
 * @param rejects the rejected ones by reason
 */
public record FileReport(String file, long read, long loaded, long rejected, long repaired, Map<String, Long> rejects) {
    /** @throws IllegalStateException if a row is unaccounted for */
    public FileReport {
        if (read != loaded + rejected) {
            throw new IllegalStateException(
                    file + ": " + read + " rows read, but " + loaded + " loaded and " + rejected + " rejected");
        }
    }
}
