package atelier.perf.traffic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes of the API that a page view uses. */
public enum Route {
    LIST("GET /products"),
    PRODUCT("GET /products/:id"),
    STYLES("GET /products/:id/styles"),
    RELATED("GET /products/:id/related"),
    META("GET /reviews/meta"),
    REVIEWS("GET /reviews"),
    QUESTIONS("GET /qa/questions"),
    ANSWERS("GET /qa/questions/:id/answers"),
    CART("GET /cart"),
    VOTE("PUT /reviews/:id/helpful"),
    VOTE_QUESTION("PUT /qa/questions/:id/helpful"),
    VOTE_ANSWER("PUT /qa/answers/:id/helpful"),
    ADD_TO_CART("POST /cart"),
    INTERACTION("POST /interactions"),
    ADD_REVIEW("POST /reviews"),
    ADD_QUESTION("POST /qa/questions");

    private static final int LONGEST = 2_048;
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}";
    private static final Pattern PATH = Pattern.compile("(?:/api/fec2/" + NAME + ")?(?:/products(?:/(" + NAME
            + ")(/styles|/related)?)?|(/reviews|/reviews/meta|/qa/questions)|(/qa/questions/" + NAME + "/answers))/?");
    private static final Pattern VOTE_PATH =
            Pattern.compile("(?:/api/fec2/" + NAME + ")?/(reviews|qa/questions|qa/answers)/" + NAME + "/helpful/?");
    private static final String HEXADECIMAL = "0123456789abcdefABCDEF";
    private static final String PLAIN = HEXADECIMAL + "=&-._~%+,:;@/!*()ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ";

    private final String template;

    Route(String template) {
        this.template = template;
    }

    /** Returns the name of the route in reports. */
    public String template() {
        return template;
    }

    /**
     * Returns the route of the target of a GET request: a path with or without a query, and with or without the legacy base path. An id need not
     * be a number, because the response to a malformed one is part of the API.
     *
     * @return empty for another path, or if a character has a special meaning for a URL parser, a template language or a terminal; an
     *     accepted target can follow {@code http://host} unchanged
     */
    public static Optional<Route> of(String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Matcher parts = PATH.matcher(path);
        if (target.length() > LONGEST || !parts.matches() || !isPlain(target, path.length() + 1)) {
            return Optional.empty();
        }
        if (parts.group(4) != null) {
            return Optional.of(ANSWERS);
        }
        if (parts.group(3) != null) {
            return Optional.of(
                    switch (parts.group(3)) {
                        case "/reviews" -> REVIEWS;
                        case "/reviews/meta" -> META;
                        default -> QUESTIONS;
                    });
        }
        if (parts.group(1) == null) {
            return Optional.of(LIST);
        }
        String part = parts.group(2);
        return Optional.of(part == null ? PRODUCT : part.equals("/styles") ? STYLES : RELATED);
    }

    /** Returns the route of the target of a vote, a PUT request, as {@link #of} does for reads. */
    public static Optional<Route> ofVote(String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Matcher parts = VOTE_PATH.matcher(path);
        if (target.length() > LONGEST || !parts.matches() || !isPlain(target, path.length() + 1)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (parts.group(1)) {
                    case "reviews" -> VOTE;
                    case "qa/questions" -> VOTE_QUESTION;
                    default -> VOTE_ANSWER;
                });
    }

    private static boolean isPlain(String target, int start) {
        for (int i = start; i < target.length(); i++) {
            char character = target.charAt(i);
            if (PLAIN.indexOf(character) < 0) {
                return false;
            }
            if (character == '%' && !(isHexadecimal(target, i + 1) && isHexadecimal(target, i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(String text, int index) {
        return index < text.length() && HEXADECIMAL.indexOf(text.charAt(index)) >= 0;
    }
}
