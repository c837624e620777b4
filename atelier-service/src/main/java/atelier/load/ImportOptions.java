package atelier.load;

import atelier.cli.OperatorException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * How an import treats rejected rows, readers that do not end, objects that depend on the served schema, and what clients
 * have written into it.
 *
 * @param limit the largest number of rejected rows
 * @param switchWait how long the switch waits for readers of the old edition
 * @param dropDependents whether objects that depend on the served schema are dropped with it
 * @param discardWritten whether an edition is replaced although clients have written into it since its import
 * @param origin where the rows come from, as the comment on the schema until another import replaces it; empty for none
 */
public record ImportOptions(
        RejectLimit limit, Duration switchWait, boolean dropDependents, boolean discardWritten, String origin) {
    /** Creates options of rows without an origin. */
    public ImportOptions(RejectLimit limit, Duration switchWait, boolean dropDependents, boolean discardWritten) {
        this(limit, switchWait, dropDependents, discardWritten, "");
    }

    /**
     * Returns the defaults with a limit such as {@code 100} or {@code 0.1%}.
     *
     * @throws OperatorException if the limit is malformed
     */
    public static ImportOptions maxRejects(String limit) {
        return new ImportOptions(RejectLimit.parse(limit), SchemaSwitch.DEFAULT_WAIT, false, false);
    }

    /** Returns the same for rows that have an origin. */
    public ImportOptions from(String newOrigin) {
        return new ImportOptions(limit, switchWait, dropDependents, discardWritten, newOrigin);
    }

    /**
     * The largest number of rejected rows with which an import succeeds.
     *
     * @param isPercentage whether the amount is a percentage of all rows; except 0 %, it allows ten rows at least
     */
    public record RejectLimit(BigDecimal amount, boolean isPercentage) {
        static final String DEFAULT = "0.1%";

        /**
         * The smallest limit that a percentage means, so that one bad row and the rows that belong to it do not fail the import of a small
         * catalogue.
         */
        private static final long FEWEST = 10;

        private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

        static RejectLimit parse(String text) {
            boolean percentage = text.endsWith("%");
            String number = percentage ? text.substring(0, text.length() - 1).strip() : text.strip();
            boolean valid = percentage ? number.matches("\\d{1,3}(\\.\\d{1,6})?") : number.matches("\\d{1,18}");
            if (!valid || (percentage && new BigDecimal(number).compareTo(HUNDRED) > 0)) {
                throw new OperatorException(
                        "--max-rejects takes a number of rows such as 100 or a percentage such as 0.1%, not \"" + text
                                + "\"");
            }
            return new RejectLimit(new BigDecimal(number), percentage);
        }

        /** Returns the limit for a number of rows. */
        long rows(long read) {
            if (!isPercentage || amount.signum() == 0) {
                return amount.longValueExact();
            }
            long share = amount.multiply(BigDecimal.valueOf(read))
                    .divideToIntegralValue(HUNDRED)
                    .longValueExact();
            return Math.max(FEWEST, share);
        }

        /**
         * Returns whether an import may have so many rejected rows.
         *
         * @param faulty those with a fault of their own; the others belong to them
         */
        boolean allows(long read, long rejected, long faulty) {
            return rejected <= rows(read) || (isPercentage && amount.signum() > 0 && faulty <= FEWEST);
        }

        @Override
        public String toString() {
            return amount.toPlainString() + (isPercentage ? "%" : " rows");
        }
    }
}
