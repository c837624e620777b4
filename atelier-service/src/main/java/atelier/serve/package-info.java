/** Reads: the fast path before Jersey, the cache, batched database queries, and finished responses. */
@NullMarked
package atelier.serve;

import org.jspecify.annotations.NullMarked;
