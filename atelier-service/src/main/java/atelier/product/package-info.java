/** GET /products and GET /products/{product_id}. */
@NullMarked
package atelier.product;

import org.jspecify.annotations.NullMarked;
