/** What shoppers write about products: reviews, and votes on them. */
@NullMarked
package atelier.review.write;

import org.jspecify.annotations.NullMarked;
