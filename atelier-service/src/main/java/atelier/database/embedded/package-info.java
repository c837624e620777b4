/** The built-in PostgreSQL server. */
@NullMarked
package atelier.database.embedded;

import org.jspecify.annotations.NullMarked;
