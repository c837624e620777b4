package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.GuardedProcess;
import atelier.perf.service.Waiting;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.traffic.PrivateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Runs over HTTP/2, which nginx speaks in front of the server. */
@Execution(CONCURRENT)
class Http2RunIT {
    private static final String CONFIGURATION = """
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events {}
            http {
                log_format connections '$connection $server_protocol';
                access_log %1$s/access.log connections;
                server {
                    listen %2$s ssl http2;
                    ssl_certificate %3$s;
                    ssl_certificate_key %4$s;
                    location / {
                        proxy_pass %5$s;
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    @FullTier("a run of Gatling through nginx")
    @BesideOthers
    void eachVisitorHasOneConnection() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/sbin/nginx")))
                .as("nginx is installed")
                .isTrue();
        PrivateAuthority authority = PrivateAuthority.create(folder.resolve("authority"));
        try (TestApi api = TestApi.start()) {
            String address = "127.0.0.1:" + freePort();
            Path configuration = Files.writeString(
                    folder.resolve("nginx.conf"),
                    CONFIGURATION.formatted(folder, address, authority.chain(), authority.key(), api.address()));
            try (GuardedProcess nginx = GuardedProcess.start(
                    List.of("/usr/sbin/nginx", "-e", "stderr", "-c", configuration.toString()),
                    folder,
                    Set.of(),
                    Map.of(),
                    folder.resolve("output.log"))) {
                Waiting.until("nginx runs", () -> nginx.isAlive() && Files.exists(folder.resolve("nginx.pid")));
                Ended run;
                try (RunOfGatling running = RunOfGatling.start(
                        folder.resolve("reports"),
                        "target=https://" + address,
                        "authority=" + authority.certificate(),
                        "http=2",
                        "mix=reads",
                        "profile=smoke",
                        "rate=100",
                        "duration=2s",
                        "warmup=0s")) {
                    run = running.end();
                }

                assertThat(run.status()).as(run.text()).isZero();
                List<String> requests = Files.readAllLines(folder.resolve("access.log")).stream()
                        .filter(line -> line.endsWith(" HTTP/2.0"))
                        .toList();
                assertThat((long) requests.size())
                        .isGreaterThanOrEqualTo(run.result().overall().requests());
                // A page is 23 requests.
                assertThat(requests.stream().distinct().count()).isLessThan(requests.size() / 10);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
