/** An invented catalogue of any size, in the shape, and if wanted with the dirt, of the published CSV files. */
@NullMarked
package atelier.catalogue.generate;

import org.jspecify.annotations.NullMarked;
