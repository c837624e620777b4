/** GET /products/{product_id}/styles. */
@NullMarked
package atelier.style;

import org.jspecify.annotations.NullMarked;
