package atelier.serve;

import atelier.http.WholeNumbers;
import jakarta.ws.rs.ClientErrorException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parameter in the path or in the query of a {@link ReadRoute}. Its value is a whole number of at least 1.
 *
 * <p>The fast path and Jersey read it in two ways, which agree wherever the fast path does not leave the request to Jersey.
 */
public abstract sealed class Parameter {
    private final String name;
    /** The value of a parameter that is missing or empty; 0 if it must not be. */
    private final long otherwise;

    private Parameter(String name, long otherwise) {
        this.name = name;
        this.otherwise = otherwise;
    }

    /** Returns an id, which is needed. Any other text is a bad request. */
    public static Parameter id(String name) {
        return new WholeNumber(
                name, 0, Integer.MAX_VALUE, false, text -> WholeNumbers.refusal(name, text, Integer.MAX_VALUE));
    }

    /** Returns an id, which is needed. Any other text, or none, is refused with this status and message. */
    public static Parameter id(String name, int status, String message) {
        return new WholeNumber(name, 0, Integer.MAX_VALUE, false, text -> new ClientErrorException(message, status));
    }

    /** Returns the number of a page, counted from 1. */
    static Parameter page() {
        return fromOne("page", 1, Long.MAX_VALUE);
    }

    /** Returns the number of objects on a page. Frontends request more objects than exist, and must not get an error. */
    public static Parameter count(long otherwise, long highest) {
        return fromOne("count", otherwise, highest);
    }

    /** Returns a number that is refused if it is not at least 1, and cut if it is too large. */
    private static Parameter fromOne(String name, long otherwise, long highest) {
        return new WholeNumber(
                name, otherwise, highest, true, text -> WholeNumbers.refusal(name, text, Long.MAX_VALUE));
    }

    /** Returns any number from 1. Every other text means the default, so the value is never refused, and never cut. */
    public static Parameter lenient(String name, long otherwise) {
        return new Lenient(name, otherwise);
    }

    /** Returns one of several words, whose value is its position, counted from 1. Every other text means the first. */
    public static Parameter choice(String name, String... words) {
        return new Choice(name, List.of(words));
    }

    public final String name() {
        return name;
    }

    /** Returns whether a URL without the parameter is refused. */
    final boolean isNeeded() {
        return otherwise == 0;
    }

    /** Returns the value of a parameter that is missing; 0 if it is needed. */
    final long otherwise() {
        return otherwise;
    }

    /** Returns the default as it is written in a URL; the name in braces if there is none. */
    String example() {
        return isNeeded() ? "{" + name + "}" : Long.toString(otherwise);
    }

    /** Returns the largest value that has a meaning of its own. */
    long highest() {
        return Long.MAX_VALUE;
    }

    /**
     * Returns the value of a text that Jersey has decoded; null is a missing parameter.
     *
     * @throws ClientErrorException if the text has no value
     */
    final long parse(@Nullable String text) {
        return (text == null || text.isEmpty()) && !isNeeded() ? otherwise : valueOf(text == null ? "" : text);
    }

    abstract long valueOf(String text);

    /** Returns the value of a part of a URL; 0 if it needs decoding, is unusual, or has no value. */
    final long parse(String url, int start, int end) {
        return start == end ? otherwise : valueOf(url, start, end);
    }

    abstract long valueOf(String url, int start, int end);

    /** A number that is refused if it is too small or, unless it is cut, too large. */
    private static final class WholeNumber extends Parameter {
        private final long highest;
        private final boolean isCut;
        private final Function<String, ClientErrorException> refusal;

        WholeNumber(
                String name,
                long otherwise,
                long highest,
                boolean isCut,
                Function<String, ClientErrorException> refusal) {
            super(name, otherwise);
            this.highest = highest;
            this.isCut = isCut;
            this.refusal = refusal;
        }

        @Override
        long highest() {
            return highest;
        }

        @Override
        long valueOf(String text) {
            long value = valueOf(WholeNumbers.parse(text).orElse(0));
            if (value == 0) {
                throw refusal.apply(text);
            }
            return value;
        }

        @Override
        long valueOf(String url, int start, int end) {
            return UrlPattern.endOfDigits(url, start) == end ? valueOf(UrlPattern.number(url, start, end)) : 0;
        }

        private long valueOf(long number) {
            return number <= highest ? number : isCut ? highest : 0;
        }
    }

    /** A number from 1. Every other text means the default. */
    private static final class Lenient extends Parameter {
        Lenient(String name, long otherwise) {
            super(name, otherwise);
        }

        @Override
        long valueOf(String text) {
            try {
                // parse returns the largest long for a larger number too.
                return WholeNumbers.parse(text).orElse(0) == 0 ? otherwise() : Long.parseLong(text);
            } catch (NumberFormatException tooLarge) {
                return otherwise();
            }
        }

        @Override
        long valueOf(String url, int start, int end) {
            if (UrlPattern.endOfDigits(url, start) < end) {
                return UrlPattern.hasEscape(url, start, end) ? 0 : otherwise();
            }
            long number = UrlPattern.number(url, start, end);
            return number == 0 ? otherwise() : number == Long.MAX_VALUE ? 0 : number;
        }
    }

    /** One of several words. */
    private static final class Choice extends Parameter {
        private final List<String> words;

        Choice(String name, List<String> words) {
            super(name, 1);
            this.words = words;
        }

        @Override
        String example() {
            return words.get(0);
        }

        @Override
        long valueOf(String text) {
            return Math.max(words.indexOf(text), 0) + 1L;
        }

        @Override
        long valueOf(String url, int start, int end) {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.length() == end - start && url.startsWith(word, start)) {
                    return i + 1L;
                }
            }
            return UrlPattern.hasEscape(url, start, end) ? 0 : 1;
        }
    }
}
