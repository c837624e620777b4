/** How a catalogue gets into the database: reading, mending and rejecting CSV rows, and the switch to the new one. */
@NullMarked
package atelier.catalogue;

import org.jspecify.annotations.NullMarked;
