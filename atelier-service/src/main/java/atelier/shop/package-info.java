/** The shop page: a small frontend in plain JavaScript, which this service serves at {@code /shop}. */
@NullMarked
package atelier.shop;

import org.jspecify.annotations.NullMarked;
