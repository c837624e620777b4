/** What one run found out: the records behind {@code result.json}. Times are milliseconds unless the name says otherwise. */
@NullMarked
package atelier.perf.result;

import org.jspecify.annotations.NullMarked;
