package atelier.perf.schedule;

import atelier.perf.traffic.Visit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When which visit begins. All methods may be called by several threads. */
public interface Plan {

    /**
     * A visit and its time.
     *
     * @param due seconds from the start of the phase
     */
    record Arrival(double due, Visit visit) {}

    /**
     * The next arrival, for a visitor that was created to wait for it; null when there is none any more or enough visitors are waiting.
     *
     * @param now seconds from the start of the phase, negative before it
     */
    @Nullable
    Arrival next(double now);

    /** Says that a visit is over, which may tell the plan how many requests a visit has. */
    void ended(Visit visit);

    /** How many visitors to create in each second, enough for every arrival. */
    List<Integer> visitorsPerSecond();

    /** How many visits are expected in a second, by its number from the start. */
    double visitsIn(int second);

    /** Requests that are to be started within the first {@code seconds}. */
    double requestsBy(double seconds);

    /** Length in seconds. */
    double seconds();
}
