/** GET /products/{product_id}/related. */
@NullMarked
package atelier.related;

import org.jspecify.annotations.NullMarked;
