/**
 * What a run leaves in {@code reports/}: for people the page {@code index.html}, for build servers a summary and a JUnit report, for
 * the runs that come after it {@code result.json} and {@code history.jsonl}.
 */
@NullMarked
package atelier.perf.report;

import org.jspecify.annotations.NullMarked;
