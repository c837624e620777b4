/** Computes exact figures from Gatling's {@code simulation.log}. A verdict uses no other numbers. */
@NullMarked
package atelier.perf.measure;

import org.jspecify.annotations.NullMarked;
