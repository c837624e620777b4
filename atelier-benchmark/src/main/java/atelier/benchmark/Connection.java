package atelier.benchmark;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A keep-alive connection that has one request under way at a time; one thread may send while another receives. */
final class Connection implements Closeable {
    private static final int USUAL_SIZE = 32_768;

    private final SocketChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(USUAL_SIZE);
    private final ChunkedBody chunks = new ChunkedBody();
    private @Nullable Request request;
    private @Nullable ResponseHead head;
    private long since;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects, and tells the selector of everything that can be read. */
    static Connection open(int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /**
     * Sends a request.
     *
     * @param moment the moment from which its latency counts
     */
    synchronized void send(Request next, long moment) throws IOException {
        request = next;
        head = null;
        since = moment;
        buffer.clear();
        ByteBuffer bytes = ByteBuffer.wrap(next.bytes());
        while (bytes.hasRemaining()) {
            // A request is far smaller than the system's buffer, so this does not go round.
            channel.write(bytes);
        }
    }

    /**
     * Takes what has arrived; whether the answer is whole now.
     *
     * @throws IOException if the connection is closed, or more came than was announced
     */
    synchronized boolean receive() throws IOException {
        if (channel.read(buffer) < 0) {
            throw new EOFException("the connection was closed");
        }
        if (head == null) {
            head = ResponseHead.parse(buffer.array(), buffer.position());
            if (head != null) {
                chunks.begin(head.length());
            }
        }
        int end = end();
        grow(Math.max(end + 1, buffer.position() + 1));
        if (end >= 0 && buffer.position() > end) {
            throw new IOException("more bytes than the answer has");
        }
        return buffer.position() == end;
    }

    private int end() {
        if (head == null) {
            return ChunkedBody.NOT_YET;
        }
        return head.body() == ResponseHead.CHUNKED
                ? chunks.end(buffer.array(), buffer.position())
                : head.length() + head.body();
    }

    private void grow(int size) {
        if (size > buffer.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(2 * size);
            buffer.flip();
            larger.put(buffer);
            buffer = larger;
        }
    }

    /** Returns the moment from which the latency of the request under way counts. */
    synchronized long since() {
        return since;
    }

    /** Returns what is wrong with the answer that has arrived; null if nothing is. */
    synchronized @Nullable String fault() {
        if (request == null || head == null) {
            return "an answer that nobody asked for";
        }
        return request.fault(head.status(), head.body() == ResponseHead.CHUNKED ? chunks.body() : head.body());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
