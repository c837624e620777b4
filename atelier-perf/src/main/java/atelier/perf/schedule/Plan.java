package atelier.perf.schedule;

import atelier.perf.traffic.Visit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The planned visits and their times. Thread-safe. */
public interface Plan {

    /**
     * A visit and its time.
     *
     * @param due seconds from the start of the phase
     */
    record Arrival(double due, Visit visit) {}

    /**
     * Returns the next arrival, for a visitor that waits for it; null if there is none, or enough visitors are waiting.
     *
     * @param now seconds from the start of the phase, negative before it
     */
    @Nullable
    Arrival next(double now);

    /** Ends a visit. The plan may learn the number of requests per visit from it. */
    void ended(Visit visit);

    /** Returns how many visitors to create in each second, enough for every arrival. */
    List<Integer> visitorsPerSecond();

    /** Returns the expected number of visits in a second. */
    double visitsIn(int second);

    /** Returns the planned requests of the first {@code seconds}. */
    double requestsBy(double seconds);

    /** Returns the length in seconds. */
    double seconds();
}
