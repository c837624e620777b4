package atelier.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers that the service is compared with: a servlet on the same Jetty that writes fixed bytes, and nginx that caches them. */
final class Yardsticks implements AutoCloseable {
    /** About the size of a product's styles. */
    static final int SIZE = 2_400;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** nginx asks its upstream once, and like the servlet never closes a connection. */
    private static final String CONFIGURATION = """
            %s
            daemon off; worker_processes 1; pid FOLDER/pid; error_log FOLDER/error.log;
            events { worker_connections 512; }
            http {
                access_log off; keepalive_requests 1000000000;
                client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/proxy; fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi;
                proxy_cache_path FOLDER/cache keys_zone=bare:1m;
                server {
                    listen 127.0.0.1:%s;
                    location / { proxy_pass http://127.0.0.1:%s; proxy_cache bare; proxy_cache_valid 200 1d; }
                }
            }
            """;

    private final Program servlet;
    private final int servletPort;
    private final @Nullable Program nginx;
    private final int nginxPort;

    private Yardsticks(Program servlet, int servletPort, @Nullable Program nginx, int nginxPort) {
        this.servlet = servlet;
        this.servletPort = servletPort;
        this.nginx = nginx;
        this.nginxPort = nginxPort;
    }

    /** Starts both; nginx only if it is installed. */
    static Yardsticks start(Workspace workspace) throws IOException, InterruptedException {
        int port = Workspace.freePort();
        List<String> source = workspace.source("BareServlet.java", Integer.toString(port), Integer.toString(SIZE));
        Program servlet = workspace.java("bare-servlet", source, Map.of());
        Program nginx = null;
        try {
            Get get = new Get();
            get.await(servlet, port, "/", PATIENCE);
            int nginxPort = Workspace.freePort();
            Optional<Path> program = findNginx();
            if (program.isPresent()) {
                nginx = nginx(workspace, program.get(), nginxPort, port);
                get.await(nginx, nginxPort, "/", PATIENCE);
            }
            return new Yardsticks(servlet, port, nginx, nginxPort);
        } catch (IOException | InterruptedException | RuntimeException e) {
            servlet.close();
            if (nginx != null) {
                nginx.close();
            }
            throw e;
        }
    }

    private static Optional<Path> findNginx() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Program nginx(Workspace workspace, Path program, int port, int upstream) throws IOException {
        Path folder = Files.createDirectories(workspace.folder().resolve("nginx"));
        // Otherwise nginx's worker runs as nobody and may not write here.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        String text = CONFIGURATION.formatted(user, port, upstream).replace("FOLDER", folder.toString());
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), text);
        return workspace.start(
                "nginx",
                List.of(
                        program.toString(),
                        "-p",
                        folder.toString(),
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-c",
                        configuration.toString()),
                Map.of());
    }

    int servletPort() {
        return servletPort;
    }

    List<Long> servletProcesses() {
        return servlet.processes();
    }

    boolean hasNginx() {
        return nginx != null;
    }

    int nginxPort() {
        return nginxPort;
    }

    List<Long> nginxProcesses() {
        return nginx == null ? List.of() : nginx.processes();
    }

    @Override
    public void close() {
        if (nginx != null) {
            nginx.close();
        }
        servlet.close();
    }
}
