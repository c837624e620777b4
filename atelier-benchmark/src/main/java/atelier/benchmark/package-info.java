/** Measures what a response costs, as a multiple of the least that it could cost on the same machine at the same time. */
@NullMarked
package atelier.benchmark;

import org.jspecify.annotations.NullMarked;
