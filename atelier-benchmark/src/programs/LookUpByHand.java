import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;

/**
 * The shortest good program that serves the styles of a product: a Jetty handler, a small pool, and a prepared look-up per request.
 * {@code java -cp atelier-service.jar LookUpByHand.java PORT URL PASSWORD_FILE} sends the compressed bytes as they are stored.
 */
public class LookUpByHand extends Handler.Abstract {
    private static final int CONNECTIONS = 4;
    private static final String FIND = "SELECT styles FROM catalogue.document WHERE product_id = ?";
    private static final Pattern PATH = Pattern.compile("/products/(\\d{1,9})/styles");

    private final BlockingQueue<PreparedStatement> pool = new ArrayBlockingQueue<>(CONNECTIONS);

    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        LookUpByHand handler = new LookUpByHand();
        String password = Files.readString(Path.of(arguments[2])).strip();
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = DriverManager.getConnection(arguments[1], "atelier", password);
            handler.pool.add(connection.prepareStatement(FIND));
        }
        Server server = new Server(new QueuedThreadPool(64));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        server.join();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Matcher path = PATH.matcher(Request.getPathInContext(request));
        byte[] styles = path.matches() ? find(Integer.parseInt(path.group(1))) : null;
        if (styles == null) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        response.write(true, ByteBuffer.wrap(styles), callback);
        return true;
    }

    private byte[] find(int product) throws SQLException, InterruptedException {
        PreparedStatement statement = pool.take();
        try {
            statement.setInt(1, product);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        } finally {
            pool.add(statement);
        }
    }
}
