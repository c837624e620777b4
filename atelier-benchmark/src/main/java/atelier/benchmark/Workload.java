package atelier.benchmark;

import java.util.Collection;
import java.util.function.Supplier;

/**
 * Something whose answers cost something.
 *
 * @param goal the most that an answer should cost, as a multiple of what the bare servlet's costs; not a number for none
 * @param own the processes that answer
 * @param database those of the database that they ask
 */
record Workload(
        String name,
        int port,
        Supplier<Request> requests,
        double goal,
        Supplier<Collection<Long>> own,
        Supplier<Collection<Long>> database) {}
