/** PostgreSQL behind one setting: somebody else's by DATABASE_URL, or one of our own on a directory. */
@NullMarked
package atelier.database;

import org.jspecify.annotations.NullMarked;
