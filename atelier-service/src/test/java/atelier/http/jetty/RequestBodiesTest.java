package atelier.http.jetty;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.http.CrossOrigins;
import atelier.http.HttpSettings;
import atelier.testing.RawConnection;
import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import io.dropwizard.util.DataSize;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class RequestBodiesTest {
    @Test
    void anErrorOfTheHandlerAfterALateBodyReturns500() throws Exception {
        // Without it, Logback prints every debug message of Jetty.
        BootstrapLogging.bootstrap(Level.WARN);
        Server server = new Server(0);
        RequestBodies bodies = new RequestBodies(
                new HttpSettings(DataSize.kibibytes(1), io.dropwizard.util.Duration.minutes(1), CrossOrigins.of("*")));
        bodies.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                throw new StackOverflowError("test");
            }
        });
        CountDownLatch waiting = new CountDownLatch(1);
        server.setHandler(new Handler.Wrapper(bodies) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                boolean isHandled = super.handle(request, response, callback);
                waiting.countDown();
                return isHandled;
            }
        });
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        try (RawConnection connection = new RawConnection(port, Duration.ofSeconds(10))) {
            connection.send(request("POST /", "Content-Length: 2"));
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(connection.send("{}").read(false)).extracting("status").isEqualTo(500);
        } finally {
            server.stop();
        }
    }
}
