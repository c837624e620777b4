/** What the commands share: environment variables in config.yml, and failures that the operator can fix. */
@NullMarked
package atelier.cli;

import org.jspecify.annotations.NullMarked;
