package atelier.perf.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeLogTest {
    private static final int LINES = 150_000;

    @TempDir
    private Path folder;

    @Test
    void fiftyMegabytesAreReadWithTwoMegabytesOfMemory() throws IOException {
        Iterable<String> lines = () -> IntStream.range(0, LINES)
                .mapToObj(i -> LogFile.line(i, i % 1_000 == 0 ? 1_000 : 0, "/products/" + i))
                .iterator();
        AccessLog log = AccessLog.scan(LogFile.write(folder.resolve("access.log.gz"), lines));

        assertThat(log.summary().replayable()).isEqualTo(LINES);
        try (LogEntries entries = log.entries()) {
            skip(entries, LINES / 3);
            long before = usedMemory();
            skip(entries, LINES / 3);
            assertThat(usedMemory() - before).isLessThan(2_000_000);
            skip(entries, LINES / 3);
            assertThat(entries.hasNext()).isFalse();
        }
    }

    private static void skip(Iterator<LogEntry> entries, int count) {
        for (int i = 0; i < count; i++) {
            entries.next();
        }
    }

    private static long usedMemory() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
