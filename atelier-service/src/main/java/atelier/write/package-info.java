/** Writes: tokens, request bodies and the rules for their fields. */
@NullMarked
package atelier.write;

import org.jspecify.annotations.NullMarked;
