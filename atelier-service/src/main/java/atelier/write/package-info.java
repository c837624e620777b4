/** What the writes of every feature need: tokens, request bodies, rules for fields, transactions. */
@NullMarked
package atelier.write;

import org.jspecify.annotations.NullMarked;
