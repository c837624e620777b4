/** Import of CSV files: reading lines, validating rows, COPY, and the switch to the new schema. */
@NullMarked
package atelier.load;

import org.jspecify.annotations.NullMarked;
