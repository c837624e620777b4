/** The page {@code reports/index.html}: the latest run, what happened within it, and the trend over all of them. */
@NullMarked
package atelier.perf.report;

import org.jspecify.annotations.NullMarked;
