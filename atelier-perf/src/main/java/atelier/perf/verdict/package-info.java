/** Whether a run was good: the gates, and the baselines that one of them compares with. Times are milliseconds. */
@NullMarked
package atelier.perf.verdict;

import org.jspecify.annotations.NullMarked;
