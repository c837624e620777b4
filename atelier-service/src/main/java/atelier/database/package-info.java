/** Connections to PostgreSQL, migrations and locks. */
@NullMarked
package atelier.database;

import org.jspecify.annotations.NullMarked;
