/** The short way from a plain URL to its answer. */
@NullMarked
package atelier.direct;

import org.jspecify.annotations.NullMarked;
