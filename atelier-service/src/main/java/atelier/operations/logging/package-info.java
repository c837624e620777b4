/** The request log. */
@NullMarked
package atelier.operations.logging;

import org.jspecify.annotations.NullMarked;
