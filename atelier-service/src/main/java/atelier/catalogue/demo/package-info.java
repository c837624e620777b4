/** An invented catalogue for a database that has none, so that a first start has something to say. */
@NullMarked
package atelier.catalogue.demo;

import org.jspecify.annotations.NullMarked;
