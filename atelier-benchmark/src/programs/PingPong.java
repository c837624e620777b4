import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures what it costs to wake up another process: {@code taskset -c FIRST java PingPong.java FIRST SECOND} sends a byte to {@code cat}
 * and waits until it is back, again and again. {@code cat} runs on the processor SECOND, and then on FIRST as well.
 *
 * <p>It prints the microseconds of a round trip, and the microseconds of processor time that both processes spend on it.
 */
public class PingPong {
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final long NANOS = 1_500_000_000;
    private static final int TICK_MICROSECONDS = 10_000;

    public static void main(String[] arguments) throws Exception {
        measure("across", arguments[1]);
        measure("one", arguments[0]);
    }

    private static void measure(String name, String processor) throws Exception {
        Process cat = new ProcessBuilder("taskset", "-c", processor, "cat").start();
        try {
            play(cat, WARM_UP_NANOS);
            long cpu = ticks(ProcessHandle.current().pid()) + ticks(cat.pid());
            long start = System.nanoTime();
            long count = play(cat, NANOS);
            double micros = (System.nanoTime() - start) / 1e3;
            cpu = ticks(ProcessHandle.current().pid()) + ticks(cat.pid()) - cpu;
            System.out.printf(
                    Locale.ROOT, "%s: %.2f %.2f%n", name, micros / count, (double) cpu * TICK_MICROSECONDS / count);
        } finally {
            cat.destroy();
            cat.waitFor();
        }
    }

    private static long play(Process cat, long nanos) throws IOException {
        OutputStream ping = cat.getOutputStream();
        InputStream pong = cat.getInputStream();
        long end = System.nanoTime() + nanos;
        long count = 0;
        for (; System.nanoTime() < end; count++) {
            ping.write(1);
            ping.flush();
            if (pong.read() != 1) {
                throw new IOException("cat has ended");
            }
        }
        return count;
    }

    /** Returns user and system time in hundredths of a second, fields 14 and 15 of proc_pid_stat(5). */
    private static long ticks(long process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
