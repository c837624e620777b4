/** What every route shares: one error shape, CORS, the legacy base path, tolerant parameters, bounded connections. */
@NullMarked
package atelier.http;

import org.jspecify.annotations.NullMarked;
