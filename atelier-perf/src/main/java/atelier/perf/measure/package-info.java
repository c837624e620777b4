/** From Gatling's {@code simulation.log} to exact figures: the only numbers that a verdict is based on. */
@NullMarked
package atelier.perf.measure;

import org.jspecify.annotations.NullMarked;
