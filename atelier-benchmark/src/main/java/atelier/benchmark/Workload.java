package atelier.benchmark;

import java.util.Collection;
import java.util.function.Supplier;

/**
 * Requests to one server, whose cost is measured.
 *
 * @param goal the highest cost of a response, as a multiple of the bare servlet's; not a number for none
 * @param own returns the server's processes
 * @param database returns the processes of the server's database
 */
record Workload(
        String name,
        int port,
        Supplier<Request> requests,
        double goal,
        Supplier<Collection<Long>> own,
        Supplier<Collection<Long>> database) {}
