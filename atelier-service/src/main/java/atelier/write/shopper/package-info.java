/** Writes that need no token: what shoppers write. Routes, limits, lenient bodies, and statements of their own. */
@NullMarked
package atelier.write.shopper;

import org.jspecify.annotations.NullMarked;
