/** Records the latencies of the requests, and computes their figures. A verdict uses no other numbers. */
@NullMarked
package atelier.perf.measure;

import org.jspecify.annotations.NullMarked;
