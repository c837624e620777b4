/** Changing single products, by those who have a token. */
@NullMarked
package atelier.change;

import org.jspecify.annotations.NullMarked;
