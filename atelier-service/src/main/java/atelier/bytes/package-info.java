/** Byte buffers, JSON text and gzip without copies. */
@NullMarked
package atelier.bytes;

import org.jspecify.annotations.NullMarked;
