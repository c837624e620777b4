package atelier.http;

import com.google.common.net.InetAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The address by which a limit identifies a client: an IPv4 address, or the /64 network of an IPv6 address, because one client has many
 * IPv6 addresses.
 *
 * <p>A peer in a private network counts as our proxy, and the last address in its {@code X-Forwarded-For} as the client. Otherwise all
 * clients behind the proxy would share one limit. No other peer can choose its address.
 */
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;

    /** The first 7 bits of unique local addresses, fc00::/7 (RFC 4193). */
    private static final int LOCAL_MASK = 0xfe;

    private static final int LOCAL = 0xfc;

    private ClientAddress() {}

    /** Returns the address of a request's client, or a name if the connection has no address. */
    public static String of(Request request) {
        // A proxy may add a header of its own after that of the client.
        List<String> headers = request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR);
        return of(Request.getRemoteAddr(request), headers.isEmpty() ? null : headers.get(headers.size() - 1));
    }

    static String of(String peer, @Nullable String forwardedFor) {
        String plainPeer = peer.startsWith("[") && peer.endsWith("]") ? peer.substring(1, peer.length() - 1) : peer;
        if (!InetAddresses.isInetAddress(plainPeer)) {
            return peer;
        }
        InetAddress address = InetAddresses.forString(plainPeer);
        if (forwardedFor != null && isPrivate(address)) {
            String last =
                    forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
            if (InetAddresses.isInetAddress(last)) {
                address = InetAddresses.forString(last);
            }
        }
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                : InetAddresses.toAddrString(address);
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & LOCAL_MASK) == LOCAL);
    }
}
