/** The prepared answers about a product: their shapes, and how they are made from a catalogue's rows. */
@NullMarked
package atelier.catalogue.document;

import org.jspecify.annotations.NullMarked;
