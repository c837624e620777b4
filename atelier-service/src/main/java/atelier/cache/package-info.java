/** Finished answers kept in memory, dropped the moment another catalogue is served. */
@NullMarked
package atelier.cache;

import org.jspecify.annotations.NullMarked;
