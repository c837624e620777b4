/** Shared parts of the tests: a running service, a raw HTTP client, a browser. */
@NullMarked
package atelier.testing;

import org.jspecify.annotations.NullMarked;
