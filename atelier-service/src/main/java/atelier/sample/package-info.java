/** Generates catalogues: for the demo, for load tests, and with every kind of dirt. */
@NullMarked
package atelier.sample;

import org.jspecify.annotations.NullMarked;
