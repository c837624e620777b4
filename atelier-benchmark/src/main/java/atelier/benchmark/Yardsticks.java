package atelier.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers that the service is compared with, as far as the selected workloads need them. */
final class Yardsticks implements AutoCloseable {
    /** About the size of a product's styles. */
    static final int SIZE = 2_400;

    private final Server servlet;
    private final @Nullable Server nginx;
    private final @Nullable Server lookUp;
    private final @Nullable Server withoutCache;

    private Yardsticks(Server servlet, @Nullable Server nginx, @Nullable Server lookUp, @Nullable Server withoutCache) {
        this.servlet = servlet;
        this.nginx = nginx;
        this.lookUp = lookUp;
        this.withoutCache = withoutCache;
    }

    /** Starts them; nginx only if it is installed. */
    static Yardsticks start(Workspace workspace, Service service, Options options)
            throws IOException, InterruptedException {
        Server servlet = startServlet(workspace);
        Server nginx = null;
        Server lookUp = null;
        try {
            Optional<Path> program = Nginx.find();
            if (program.isPresent() && options.wants("nginx hit")) {
                nginx = Nginx.start(workspace, program.get(), servlet.port());
            }
            boolean cold = Workloads.COLD_READS.stream().anyMatch(options::wants);
            lookUp = cold ? service.startLookUpByHand() : null;
            return new Yardsticks(servlet, nginx, lookUp, cold ? service.startWithoutCache() : null);
        } catch (IOException | InterruptedException | RuntimeException e) {
            servlet.close();
            close(nginx);
            close(lookUp);
            throw e;
        }
    }

    /** Starts a servlet on the service's own Jetty that writes fixed bytes. */
    private static Server startServlet(Workspace workspace) throws IOException, InterruptedException {
        int port = Workspace.freePort();
        List<String> source = workspace.source("BareServlet.java", Integer.toString(port), Integer.toString(SIZE));
        return Server.java(workspace, "bare-servlet", source, Map.of(), port, "/");
    }

    Server servlet() {
        return servlet;
    }

    /** Returns nginx; null if it is not installed or not wanted. */
    @Nullable
    Server nginx() {
        return nginx;
    }

    /** Returns the shortest good program for a cold read; null if no cold read is wanted. */
    @Nullable
    Server lookUp() {
        return lookUp;
    }

    /** Returns a node that caches nothing; null if no cold read is wanted. */
    @Nullable
    Server withoutCache() {
        return withoutCache;
    }

    @Override
    public void close() {
        close(withoutCache);
        close(lookUp);
        close(nginx);
        servlet.close();
    }

    private static void close(@Nullable Server server) {
        if (server != null) {
            server.close();
        }
    }
}
