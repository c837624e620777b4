/** Draws the pictures of generated products, so that a demo needs no other server. */
@NullMarked
package atelier.picture;

import org.jspecify.annotations.NullMarked;
