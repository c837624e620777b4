package atelier.perf.run;

import atelier.perf.report.RunReports;
import atelier.perf.schedule.Phase;
import java.io.IOException;

/**
 * Stops the load when the disk of the reports is nearly full. Without space for its log Gatling would continue to the end without
 * measuring, and print a stack trace for every request.
 */
record DiskWatch(RunReports reports, Phase measured, Ending ending) implements Runnable {
    private static final long INTERVAL_MILLIS = 250;

    /** Checks the disk until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!reports.disk().isNearlyFull()) {
                Thread.sleep(INTERVAL_MILLIS);
            }
            String problem = "the disk of %s became full".formatted(reports.path());
            ending.problem(problem);
            measured.stop(problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            ending.problem("the free space of %s cannot be read: %s".formatted(reports.path(), e.getMessage()));
        }
    }
}
