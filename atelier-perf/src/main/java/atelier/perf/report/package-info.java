/** What a run leaves in {@code reports/}: for people, for build servers and for the runs that come after it. */
@NullMarked
package atelier.perf.report;

import org.jspecify.annotations.NullMarked;
