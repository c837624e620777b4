package atelier.write.shopper;

import java.nio.charset.StandardCharsets;

/** The response to a request that succeeded. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares replies.
public record ShopperReply(int status, String contentType, byte[] body) {
    /** The legacy API's response to every stored write. */
    public static final ShopperReply CREATED =
            new ShopperReply(201, "text/plain;charset=utf-8", "Created".getBytes(StandardCharsets.UTF_8));

    public static final ShopperReply NO_CONTENT = new ShopperReply(204, "", new byte[0]);

    /** Returns the response 200 with a JSON document. */
    public static ShopperReply json(String document) {
        return new ShopperReply(200, "application/json", document.getBytes(StandardCharsets.UTF_8));
    }
}
