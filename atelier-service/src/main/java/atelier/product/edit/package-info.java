/** Edits of single products by token holders. */
@NullMarked
package atelier.product.edit;

import org.jspecify.annotations.NullMarked;
