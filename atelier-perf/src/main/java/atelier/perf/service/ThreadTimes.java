package atelier.perf.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The processor time of some threads or processes at one moment. It is unknown as a whole if that of a single one is: a sum without it
 * would be too low.
 *
 * @param nanoseconds by the number of the thread or process; none if they are unknown
 * @param unknown why they are; empty if they are known
 */
record ThreadTimes(Map<Long, Long> nanoseconds, String unknown) {
    static ThreadTimes known(Map<Long, Long> nanoseconds) {
        return new ThreadTimes(nanoseconds, "");
    }

    static ThreadTimes unknown(String reason) {
        return new ThreadTimes(Map.of(), reason);
    }

    /** Reads the times of threads, or of the first threads of processes, from their folders in {@code /proc}. */
    static ThreadTimes of(List<Path> threads) {
        Map<Long, Long> times = new HashMap<>();
        for (Path thread : threads) {
            OptionalLong time = nanoseconds(thread);
            if (time.isPresent()) {
                times.put(Long.valueOf(thread.getFileName().toString()), time.getAsLong());
            } else if (Files.exists(thread)) {
                return unknown(thread.resolve("schedstat") + " does not tell it");
            }
        }
        return known(times);
    }

    /** Returns the milliseconds since an earlier reading; nothing if one of both is unknown. What has ended since then is left out. */
    OptionalDouble millisSince(ThreadTimes before) {
        if (!unknown.isEmpty() || !before.unknown.isEmpty()) {
            return OptionalDouble.empty();
        }
        long sum = nanoseconds.entrySet().stream()
                .mapToLong(time -> time.getValue() - before.nanoseconds.getOrDefault(time.getKey(), 0L))
                .sum();
        return OptionalDouble.of(sum / 1e6);
    }

    /** Returns the time of a thread; nothing if it has ended, or if the kernel does not count: it then says 0, or has no such file. */
    private static OptionalLong nanoseconds(Path thread) {
        try {
            String text = new String(Files.readAllBytes(thread.resolve("schedstat")), StandardCharsets.ISO_8859_1);
            String number = text.split(" ", 2)[0];
            return number.matches("[1-9]\\d{0,17}") ? OptionalLong.of(Long.parseLong(number)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
