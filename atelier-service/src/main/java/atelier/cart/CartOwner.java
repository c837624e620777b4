package atelier.cart;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whose cart it is: the digest of the client's {@code Authorization}. Clients without that header share one cart. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares owners.
record CartOwner(byte[] digest) {
    static CartOwner of(@Nullable String authorization) {
        try {
            String value = authorization == null ? "" : authorization;
            return new CartOwner(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest, 0, 4);
    }
}
