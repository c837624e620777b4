/** How a catalogue comes to be: load imports CSV files, generate invents them, demo fills an empty database. */
@NullMarked
package atelier.catalogue;

import org.jspecify.annotations.NullMarked;
