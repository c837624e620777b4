package atelier.threads;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Postpones tasks of a thread until it has finished a series of more urgent ones. An example is waking up another thread: if it woke up
 * after the first of many responses, it would compete with the thread that still writes the others, and soon wait again.
 */
public final class Afterwards {
    private static final ThreadLocal<@Nullable List<Runnable>> PUT_OFF = new ThreadLocal<>();

    private Afterwards() {}

    /** Runs a series on this thread, and then the tasks that the series has postponed, each task even if another fails. */
    public static void run(Runnable series) {
        List<Runnable> tasks = new ArrayList<>();
        PUT_OFF.set(tasks);
        try {
            series.run();
        } finally {
            PUT_OFF.remove();
            runFrom(0, tasks);
        }
    }

    private static void runFrom(int first, List<Runnable> tasks) {
        int next = first;
        try {
            while (next < tasks.size()) {
                tasks.get(next++).run();
            }
        } finally {
            if (next < tasks.size()) {
                runFrom(next, tasks);
            }
        }
    }

    /** Runs a task at the end of the series that this thread runs; at once if it runs no series. */
    public static void execute(Runnable task) {
        List<Runnable> tasks = PUT_OFF.get();
        if (tasks == null) {
            task.run();
        } else {
            tasks.add(task);
        }
    }
}
