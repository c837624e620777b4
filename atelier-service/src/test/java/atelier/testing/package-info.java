/** What the tests share: one running service, and a client that sees every byte. */
@NullMarked
package atelier.testing;

import org.jspecify.annotations.NullMarked;
