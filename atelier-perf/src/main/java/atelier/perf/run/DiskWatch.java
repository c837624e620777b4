package atelier.perf.run;

import atelier.perf.report.RunReports;
import atelier.perf.schedule.Phase;
import java.io.IOException;

/**
 * Ends the load when the disk of the reports has become full meanwhile: without room for its log Gatling would go on to the end, with
 * a stack trace for every request, and nothing would be measured any more.
 */
record DiskWatch(RunReports reports, Phase measured, Ending ending) implements Runnable {
    private static final long BETWEEN_LOOKS = 250;

    /** Looks until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!reports.disk().isNearlyFull()) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            String problem = "the disk of %s became full".formatted(reports.path());
            ending.problem(problem);
            measured.stop(problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            ending.problem("the disk of %s cannot be looked at: %s".formatted(reports.path(), e.getMessage()));
        }
    }
}
