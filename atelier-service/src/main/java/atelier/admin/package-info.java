/** Who may reach the pages for operators, which have no login. */
@NullMarked
package atelier.admin;

import org.jspecify.annotations.NullMarked;
