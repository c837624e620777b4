/**
 * The files of a run in {@code reports/}: the page {@code index.html} for people, a summary and a JUnit report for build servers,
 * {@code result.json} and {@code history.jsonl} for later runs.
 */
@NullMarked
package atelier.perf.report;

import org.jspecify.annotations.NullMarked;
