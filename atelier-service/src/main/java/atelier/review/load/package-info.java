/** The reviews as a dataset that an import replaces, and the precomputation of their sums. */
@NullMarked
package atelier.review.load;

import org.jspecify.annotations.NullMarked;
