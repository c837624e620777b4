/** What extends Jetty: bounded connections and request bodies. */
@NullMarked
package atelier.http.jetty;

import org.jspecify.annotations.NullMarked;
