/** What is prepared of each product: one row, one place in the cache, three answers. */
@NullMarked
package atelier.document;

import org.jspecify.annotations.NullMarked;
