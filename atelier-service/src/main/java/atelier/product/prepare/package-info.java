/** Precomputed JSON of products, written when the catalogue is imported or a product is edited. */
@NullMarked
package atelier.product.prepare;

import org.jspecify.annotations.NullMarked;
