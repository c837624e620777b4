package atelier.write.shopper;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A route that needs no token, declared once. The handler, the preflights, {@code Allow}, the metrics and the test of the OpenAPI
 * document read this declaration.
 */
public final class ShopperRoute {
    private final String method;
    private final String template;
    private final boolean keepsBody;
    private final Action action;
    private final String before;
    /** The text after the only variable; null if the template has none. */
    private final @Nullable String after;

    /** Responds to a request. Runs on a worker thread, and must not wait: {@link ShopperStatements} waits for the database. */
    @FunctionalInterface
    public interface Action {
        /**
         * Returns the response, once there is one.
         *
         * @throws RefusedException if the request is invalid; the future may also fail with it
         */
        CompletableFuture<ShopperReply> respond(ShopperRequest request);
    }

    private ShopperRoute(String method, String template, boolean keepsBody, Action action) {
        this.method = method;
        this.template = template;
        this.keepsBody = keepsBody;
        this.action = action;
        int start = template.indexOf('{');
        this.before = start < 0 ? template : template.substring(0, start);
        this.after = start < 0 ? null : template.substring(template.indexOf('}') + 1);
    }

    /** Declares a route that reads for one client, such as its cart. It has neither a rate limit nor a switch. */
    public static ShopperRoute get(String template, Action action) {
        return new ShopperRoute("GET", template, false, action);
    }

    /**
     * Declares a route that reads its body.
     *
     * @param template the path, with at most one variable in braces
     */
    public static ShopperRoute post(String template, Action action) {
        return new ShopperRoute("POST", template, true, action);
    }

    /** Declares a route whose body means nothing and is not kept. */
    public static ShopperRoute put(String template, Action action) {
        return new ShopperRoute("PUT", template, false, action);
    }

    public String method() {
        return method;
    }

    public String template() {
        return template;
    }

    /** Returns whether {@code SHOPPER_WRITES} switches it off. */
    public boolean isWrite() {
        return !method.equals("GET");
    }

    /** Returns whether the route handles requests of this method. */
    boolean takes(String wanted) {
        return wanted.equals(method) || (wanted.equals("HEAD") && !isWrite());
    }

    boolean keepsBody() {
        return keepsBody;
    }

    Action action() {
        return action;
    }

    /** Returns the text of the variable in a path without a final slash; empty without a variable; null for another route's path. */
    @Nullable
    String match(String path) {
        if (after == null) {
            return path.equals(before) ? "" : null;
        }
        int end = path.length() - after.length();
        if (end <= before.length() || !path.startsWith(before) || !path.endsWith(after)) {
            return null;
        }
        String variable = path.substring(before.length(), end);
        return variable.indexOf('/') < 0 ? variable : null;
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
