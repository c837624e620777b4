package atelier.operations.readiness;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the JVM write the classes that it has loaded to a file when the server stops, if the script {@code atelier} asks for it. The next
 * start maps this file into memory.
 *
 * <p>The JVM could do this by itself at its end, but then after a failed start too: such a file has few classes, and stays.
 */
public final class LoadedClasses implements LifeCycle.Listener {
    /** The system property that names the file. */
    private static final String FILE = "atelier.classes";

    private static final Logger LOGGER = LoggerFactory.getLogger(LoadedClasses.class);

    private final File jar = new File(System.getProperty("java.class.path", ""));
    private final long built = jar.lastModified();
    private boolean started;

    @Override
    public void lifeCycleStarted(LifeCycle server) {
        started = true;
    }

    @Override
    public void lifeCycleStopped(LifeCycle server) {
        String file = System.getProperty(FILE, "");
        // The JVM would reject the classes of a jar that was built again meanwhile, and the script would keep them:
        // they are newer.
        if (started && !file.isEmpty() && jar.lastModified() == built) {
            write(file);
        }
    }

    private static void write(String file) {
        // Several nodes may stop at the same time.
        Path unfinished = Path.of(file + "." + ProcessHandle.current().pid());
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmCds",
                            new Object[] {new String[] {"dynamic_dump", unfinished.toString()}},
                            new String[] {String[].class.getName()});
            Files.move(unfinished, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
            LOGGER.info("The next start will be faster: it finds its classes in {}", file);
        } catch (JMException | IOException | RuntimeException e) {
            LOGGER.warn("The next start will take as long as this one: {} was not written: {}", file, e.toString());
        }
    }
}
