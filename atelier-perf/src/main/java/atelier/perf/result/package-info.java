/** The results of a run, as in {@code result.json}. Times are milliseconds unless the name says otherwise. */
@NullMarked
package atelier.perf.result;

import org.jspecify.annotations.NullMarked;
