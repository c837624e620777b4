/** Whether a run was good: PASS, FAIL or INCONCLUSIVE, each with its reasons. */
@NullMarked
package atelier.perf.verdict;

import org.jspecify.annotations.NullMarked;
