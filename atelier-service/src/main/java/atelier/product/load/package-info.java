/** The catalogue as a dataset that an import replaces, and the precomputation of its documents. */
@NullMarked
package atelier.product.load;

import org.jspecify.annotations.NullMarked;
