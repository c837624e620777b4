/** What every route shares: one error shape, ETags, CORS, the legacy base path, tolerant path parameters. */
@NullMarked
package atelier.http;

import org.jspecify.annotations.NullMarked;
