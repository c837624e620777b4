package atelier.operations.frontdoor;

import atelier.cli.OperatorException;
import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpServer;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.DataSize;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code front-door FILE}: counts the requests in nginx's access log and serves the counts to Prometheus, until it is stopped. */
public final class FrontDoorCommand extends Command {
    private static final String FILE = "file";
    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String TRUNCATE = "truncate";
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 9113;
    private static final int LARGEST_PORT = 65_535;

    private static final Duration INTERVAL = Duration.ofMillis(500);

    public FrontDoorCommand() {
        super("front-door", "Counts the requests in nginx's access log, and serves the counts to Prometheus");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument(FILE).metavar("FILE").help("the access log, which nginx may create later");
        subparser
                .addArgument("--" + HOST)
                .metavar("ADDRESS")
                .setDefault(DEFAULT_HOST)
                .help("the address of the metrics, which have no login");
        subparser
                .addArgument("--" + PORT)
                .metavar("PORT")
                .type(Integer.class)
                .choices(Arguments.range(0, LARGEST_PORT))
                .setDefault(DEFAULT_PORT)
                .help("the port of /metrics");
        subparser
                .addArgument("--" + TRUNCATE)
                .metavar("SIZE")
                .help(
                        "whenever this much was read, free its disk space, 8MiB for example; default: only read the file");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace namespace) throws InterruptedException {
        Path file = Path.of(namespace.getString(FILE));
        HttpServer server = start(
                file,
                limit(namespace.getString(TRUNCATE)),
                new InetSocketAddress(namespace.getString(HOST), namespace.getInt(PORT)));
        System.out.println("Reading " + file + "; metrics on port "
                + server.getAddress().getPort() + ", path " + MetricsPage.PATH);
        Thread.currentThread().join();
    }

    /** Starts to read and to serve. */
    private static HttpServer start(Path file, long limit, InetSocketAddress address) {
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        Metrics metrics = new Metrics(new MetricRegistry());
        registry.register(metrics);
        FrontDoorMetrics requests = new FrontDoorMetrics(registry);
        FollowedFile log;
        try {
            log = new FollowedFile(file, limit);
        } catch (IOException e) {
            throw new OperatorException("The access log " + file + " cannot be read: " + e, e);
        }
        BackgroundThread reader = new BackgroundThread("access-log", () -> read(log, requests), metrics);
        try {
            HttpServer server = MetricsPage.serve(registry, address);
            reader.start();
            return server;
        } catch (IOException | UnresolvedAddressException e) {
            throw new OperatorException(
                    "The address " + address + " of the metrics cannot be used (" + e
                            + "). Choose another with --host and --port.",
                    e);
        }
    }

    private static void read(FollowedFile log, FrontDoorMetrics requests) throws InterruptedException {
        try {
            log.read(requests::count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.sleep(INTERVAL.toMillis());
    }

    private static long limit(@Nullable String size) {
        if (size == null) {
            return FollowedFile.UNLIMITED;
        }
        FreedSpace.requireProgram();
        try {
            if (size.matches("\\d+")) {
                throw new IllegalArgumentException("Without a unit it would be bytes");
            }
            return DataSize.parse(size).toBytes();
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--truncate takes a size such as 8MiB, not \"" + size + "\"", e);
        }
    }
}
