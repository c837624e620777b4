/** Decides what a run comes to: the gates, and the baselines that they compare with. Times are milliseconds. */
@NullMarked
package atelier.perf.verdict;

import org.jspecify.annotations.NullMarked;
