/** Judges a run: validity, limits and baselines. Times are milliseconds. */
@NullMarked
package atelier.perf.verdict;

import org.jspecify.annotations.NullMarked;
