/** The import: CSV files read row by row, mended or rejected, copied into a second catalogue, and the switch to it. */
@NullMarked
package atelier.catalogue.load;

import org.jspecify.annotations.NullMarked;
