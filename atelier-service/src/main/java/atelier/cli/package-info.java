/** What the commands share: environment variables in config.yml, and errors that the operator can fix. */
@NullMarked
package atelier.cli;

import org.jspecify.annotations.NullMarked;
