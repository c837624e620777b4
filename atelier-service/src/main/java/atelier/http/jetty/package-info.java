/** Extensions of Jetty: bounded connections, request bodies, the legacy base path. */
@NullMarked
package atelier.http.jetty;

import org.jspecify.annotations.NullMarked;
