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

/** A keep-alive connection with one pending request at a time. One thread may send while another receives. */
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

    /** Connects and registers for reading. */
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
     * @param moment the start of its latency, as {@link System#nanoTime}
     */
    synchronized void send(Request next, long moment) throws IOException {
        request = next;
        head = null;
        since = moment;
        buffer.clear();
        ByteBuffer bytes = ByteBuffer.wrap(next.bytes());
        while (bytes.hasRemaining()) {
            // A request is far smaller than the socket's buffer, so this does not spin.
            channel.write(bytes);
        }
    }

    /**
     * Reads the bytes that have arrived. Returns whether the response is complete.
     *
     * @throws IOException if the connection is closed, or more bytes arrive than the response announces
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
            throw new IOException("more bytes than the response has");
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

    /** Returns the start of the pending request's latency. */
    synchronized long since() {
        return since;
    }

    /** Returns what is wrong with the complete response; null if it is correct. */
    synchronized @Nullable String fault() {
        if (request == null || head == null) {
            return "a response without a request";
        }
        return request.fault(head.status(), head.body() == ResponseHead.CHUNKED ? chunks.body() : head.body());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
