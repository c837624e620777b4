/** What is asked: the calls of one visit, and which product they are about. */
@NullMarked
package atelier.perf.traffic;

import org.jspecify.annotations.NullMarked;
