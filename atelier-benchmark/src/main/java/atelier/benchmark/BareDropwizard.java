package atelier.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.tools.ToolProvider;

/** Dropwizard without anything of ours: the yardstick of starts, first seconds and memory. */
final class BareDropwizard {
    private static final String CONFIGURATION = """
            server:
              applicationConnectors: [{type: http, bindHost: 127.0.0.1, port: %s}]
              adminConnectors: [{type: http, bindHost: 127.0.0.1, port: 0}]
              requestLog: {appenders: []}
            """;

    private BareDropwizard() {}

    /** Starts it with the JVM options of the service. */
    static Server start(Workspace workspace) throws IOException, InterruptedException {
        int port = Workspace.freePort();
        Path configuration =
                Files.writeString(workspace.folder().resolve("bare-dropwizard.yml"), CONFIGURATION.formatted(port));
        List<String> arguments = new ArrayList<>(Service.options(workspace.project()));
        arguments.addAll(List.of(
                "-cp",
                workspace.jar() + ":" + compile(workspace),
                "BareDropwizard",
                "server",
                configuration.toString()));
        return Server.java(workspace, "bare-dropwizard", arguments, Map.of(), port, "/");
    }

    /** Compiles the program, because a JVM that compiles it as it starts needs longer. */
    private static Path compile(Workspace workspace) throws IOException {
        Path classes = Files.createDirectories(workspace.folder().resolve("classes"));
        String source = workspace.program("BareDropwizard.java").toString();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        workspace.jar().toString(),
                        "-d",
                        classes.toString(),
                        source);
        if (status != 0) {
            throw new IOException(source + " does not compile");
        }
        return classes;
    }

    static Supplier<Request> requests() {
        Request request = Request.of("/", "", 200, Yardsticks.SIZE);
        return () -> request;
    }

    /** Returns its resident memory after as many seconds of full load as a workload's warm-up. */
    static double residentMebibytes(Workspace workspace, Options options) throws IOException, InterruptedException {
        try (Server server = start(workspace)) {
            ClosedLoop.drive(server.port(), requests(), options.warmUp());
            return server.residentMebibytes();
        }
    }
}
