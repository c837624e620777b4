import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;

/**
 * The least that a response can cost on the service's own Jetty. {@code java -cp atelier-service.jar BareServlet.java PORT SIZE}
 * responds to every request with the same bytes.
 */
public class BareServlet {
    public static void main(String[] arguments) throws Exception {
        // Without a configuration logback logs at DEBUG, which costs several times as much as the response.
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        byte[] body = "x".repeat(Integer.parseInt(arguments[1])).getBytes(StandardCharsets.US_ASCII);
        Server server = new Server(new QueuedThreadPool(64));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(
                new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.setContentType("application/json");
                        response.setContentLength(body.length);
                        response.getOutputStream().write(body);
                    }
                },
                "/*");
        server.setHandler(context);
        server.start();
        server.join();
    }
}
