package atelier.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** nginx with one worker process, which caches what another server responds. */
final class Nginx {
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

    private Nginx() {}

    /** Returns the program; empty if it is not installed. */
    static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Server start(Workspace workspace, Path program, int upstream) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(workspace.folder().resolve("nginx"));
        int port = Workspace.freePort();
        // Otherwise nginx's worker runs as nobody and may not write here.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        String text = CONFIGURATION.formatted(user, port, upstream).replace("FOLDER", folder.toString());
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), text);
        List<String> command = List.of(
                program.toString(),
                "-p",
                folder.toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                configuration.toString());
        return Server.start(workspace, "nginx", command, Map.of(), port, "/");
    }
}
