package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
    @Test
    void timeIncludesEndedChildren() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 1035 2070 3 4 11 22 33 44 20 0 1 0 5000 1000 200\n";

        assertThat(CpuTime.microseconds(stat)).isEqualTo(110 * 10_000);
    }

    @Test
    void endedProcessesCountZero() {
        long here = ProcessHandle.current().pid();

        assertThat(CpuTime.microseconds(List.of(here))).isPositive();
        // Above the largest process id of Linux.
        assertThat(CpuTime.microseconds(List.of(5_000_000L))).isZero();
    }

    @Test
    void waitsOfAllThreadsAreCounted() {
        assertThat(CpuTime.waits("Name:\tjava\nvoluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n"))
                .isEqualTo(12);
        assertThat(CpuTime.waits(List.of(ProcessHandle.current().pid()))).isPositive();
        assertThat(CpuTime.waits(List.of(5_000_000L))).isZero();
    }

    @Test
    void residentMemoryIsRead() throws IOException {
        assertThat(CpuTime.residentMebibytes("Name:\tjava\nVmHWM:\t   9 kB\nVmRSS:\t  460800 kB\n"))
                .isEqualTo(450);
        assertThat(CpuTime.residentMebibytes(ProcessHandle.current().pid())).isPositive();
    }
}
