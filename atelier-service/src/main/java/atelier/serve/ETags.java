package atelier.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The strong ETags of a response, and the comparison with those that a client sends.
 *
 * @param plain the ETag of the body as it is
 * @param gzip the ETag of the compressed body
 */
record ETags(HttpField plain, HttpField gzip) {
    /** Includes the {@code W/} of a weak tag, so that a weak tag equals none of ours. */
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    /**
     * Hashes nothing but the content, so that equal responses have equal ETags on every node.
     *
     * @param headers the values of the headers which the ETags cover
     */
    static ETags of(byte[] content, List<String> headers) {
        String digest = digest(content, headers);
        return new ETags(
                new HttpField(HttpHeader.ETAG, '"' + digest + '"'),
                new HttpField(HttpHeader.ETAG, '"' + digest + "-gzip\""));
    }

    private static String digest(byte[] content, List<String> headers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            headers.stream().sorted().forEach(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /**
     * Returns whether an {@code If-None-Match} header names a tag. A search for the quoted tag finds it in a list and behind {@code W/} too.
     */
    static boolean isKnown(@Nullable HttpField tag, @Nullable String known) {
        return tag != null
                && known != null
                && (known.contains(tag.getValue()) || known.strip().equals("*"));
    }

    /** Returns whether an {@code If-Match} header names one of these tags (RFC 9110, 13.1.1). */
    boolean isMatchedBy(String matched) {
        return matched.strip().equals("*")
                || TAG.matcher(matched)
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(tag -> tag.equals(plain.getValue()) || tag.equals(gzip.getValue()));
    }
}
