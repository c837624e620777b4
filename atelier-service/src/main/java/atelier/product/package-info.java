/** Products: list pages, single products, their styles and related products. */
@NullMarked
package atelier.product;

import org.jspecify.annotations.NullMarked;
