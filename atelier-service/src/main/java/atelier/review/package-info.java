/** Reviews: lists of them, and the summary of all reviews of a product. */
@NullMarked
package atelier.review;

import org.jspecify.annotations.NullMarked;
