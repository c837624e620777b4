package atelier.load;

import atelier.cli.OperatorException;
import java.math.BigDecimal;

/**
 * How many rows may be rejected before an import counts as failed: a number of rows, or a percentage of all that were
 * read.
 */
record RejectLimit(BigDecimal amount, boolean isPercentage) {
    static final String DEFAULT = "0.1%";

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * Reads {@code 100} or {@code 0.1%}.
     *
     * @throws OperatorException if it is neither
     */
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

    /** Returns the most rows that may be rejected out of {@code read}. */
    long rows(long read) {
        return isPercentage
                ? amount.multiply(BigDecimal.valueOf(read))
                        .divideToIntegralValue(HUNDRED)
                        .longValueExact()
                : amount.longValueExact();
    }

    @Override
    public String toString() {
        return amount.toPlainString() + (isPercentage ? "%" : " rows");
    }
}
