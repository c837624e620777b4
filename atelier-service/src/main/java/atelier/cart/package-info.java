/** Carts, each of one client. */
@NullMarked
package atelier.cart;

import org.jspecify.annotations.NullMarked;
