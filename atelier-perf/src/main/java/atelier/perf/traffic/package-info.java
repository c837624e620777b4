/** The requests: the calls of a visit, and the choice of products. */
@NullMarked
package atelier.perf.traffic;

import org.jspecify.annotations.NullMarked;
