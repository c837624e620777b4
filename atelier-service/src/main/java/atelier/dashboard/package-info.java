/** The page at the root of the admin port: the last quarter of an hour of this node, for people. */
@NullMarked
package atelier.dashboard;

import org.jspecify.annotations.NullMarked;
