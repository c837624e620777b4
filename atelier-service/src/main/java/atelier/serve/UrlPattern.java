package atelier.serve;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the parameters of a route in a URL, in a single pass and without making strings. */
final class UrlPattern {
    /** Numbers with at most this many digits fit into a long. */
    private static final int MOST_DIGITS = 18;

    /** The text of the template before, between and after its variables. */
    private final String[] literals;

    private final List<Parameter> parameters;
    private final int variables;

    /**
     * Creates the pattern of a route.
     *
     * @param literals the text of the template before, between and after its variables
     * @param parameters the variables, then the query parameters
     */
    UrlPattern(String[] literals, List<Parameter> parameters) {
        this.literals = literals;
        this.parameters = parameters;
        this.variables = literals.length - 1;
    }

    /**
     * Returns the values of the parameters; null for a URL of another route, and for numbers that are out of range, or encoded in the path.
     * A slash at the end of the path makes no difference, as for Jersey.
     */
    long @Nullable [] match(String path, @Nullable String query) {
        int last = path.length() - 1;
        return last > 0 && path.charAt(last) == '/'
                ? matchPlain(path.substring(0, last), query)
                : matchPlain(path, query);
    }

    private long @Nullable [] matchPlain(String path, @Nullable String query) {
        if (!path.startsWith(literals[0]) || !path.endsWith(literals[variables])) {
            return null;
        }
        long[] values = new long[parameters.size()];
        int at = literals[0].length();
        for (int i = 0; i < variables; i++) {
            int end = endOfDigits(path, at);
            values[i] = parameters.get(i).parse(path, at, end);
            if (values[i] == 0 || !path.startsWith(literals[i + 1], end)) {
                return null;
            }
            at = end + literals[i + 1].length();
        }
        boolean matches =
                at == path.length() && (query == null || variables == parameters.size() || matchQuery(query, values));
        return matches ? withDefaults(values) : null;
    }

    /**
     * Reads the parameters as Jersey does. They come in any order, the first of several counts, an empty parameter has its default, and
     * unknown parameters are ignored. Unknown parameters must not cost more, because their number is unlimited and no cache in front knows
     * such URLs.
     */
    private boolean matchQuery(String query, long[] values) {
        for (int at = 0; at < query.length(); ) {
            int nameEnd = endOfName(query, at);
            int end = nameEnd < query.length() && query.charAt(nameEnd) == '=' ? query.indexOf('&', nameEnd) : nameEnd;
            end = end < 0 ? query.length() : end;
            int i = parameterNamed(query, at, nameEnd);
            if (i >= 0 && values[i] == 0) {
                values[i] = parse(parameters.get(i), query, Math.min(nameEnd + 1, end), end);
                if (values[i] == 0) {
                    return false;
                }
            }
            at = end + 1;
        }
        return hasOnlyEscapes(query);
    }

    private static long parse(Parameter parameter, String query, int start, int end) {
        if (!hasEscape(query, start, end)) {
            return parameter.parse(query, start, end);
        }
        StringBuilder plain = new StringBuilder(end - start);
        for (int at = start; at < end; at++) {
            int c = query.charAt(at);
            if (c == '%') {
                c = unescape(query, at);
                at += 2;
            }
            // Other characters, such as letters with accents, are left to Jersey, which tells the client what is wrong.
            if (c < '!' || c > '~') {
                return 0;
            }
            plain.append((char) c);
        }
        return parameter.parse(plain.toString(), 0, plain.length());
    }

    private static int endOfName(String query, int start) {
        int end = start;
        while (end < query.length() && query.charAt(end) != '=' && query.charAt(end) != '&') {
            end++;
        }
        return end;
    }

    private int parameterNamed(String query, int start, int end) {
        for (int i = variables; i < parameters.size(); i++) {
            if (isNamed(parameters.get(i).name(), query, start, end)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether a part of the query is the name, perhaps with escapes. */
    private static boolean isNamed(String name, String query, int start, int end) {
        int at = start;
        for (int i = 0; i < name.length(); i++) {
            boolean isEscape = at < end && query.charAt(at) == '%';
            if (at == end || name.charAt(i) != (isEscape ? unescape(query, at) : query.charAt(at))) {
                return false;
            }
            at += isEscape ? 3 : 1;
        }
        return at == end;
    }

    /** Returns the byte of an escape; -1 if a percent sign has no two hexadecimal digits behind it. */
    private static int unescape(String query, int at) {
        return at + 2 < query.length()
                        && HexFormat.isHexDigit(query.charAt(at + 1))
                        && HexFormat.isHexDigit(query.charAt(at + 2))
                ? HexFormat.fromHexDigits(query, at + 1, at + 3)
                : -1;
    }

    /** Returns whether each percent sign begins an escape. Jersey refuses a query with any other. */
    private static boolean hasOnlyEscapes(String query) {
        for (int at = query.indexOf('%'); at >= 0; at = query.indexOf('%', at + 1)) {
            if (unescape(query, at) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns null if a parameter is missing that is needed. */
    private long @Nullable [] withDefaults(long[] values) {
        for (int i = variables; i < values.length; i++) {
            values[i] = values[i] == 0 ? parameters.get(i).otherwise() : values[i];
            if (values[i] == 0) {
                return null;
            }
        }
        return values;
    }

    /** Returns whether a part of a URL has to be decoded before it can be compared. */
    static boolean hasEscape(String text, int start, int end) {
        int escape = text.indexOf('%', start);
        return escape >= 0 && escape < end;
    }

    static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** Returns 0 for a text that is empty, and the largest long for one that does not fit. */
    static long number(String digits, int start, int end) {
        int first = start;
        while (first < end && digits.charAt(first) == '0') {
            first++;
        }
        if (end - first > MOST_DIGITS) {
            return Long.MAX_VALUE;
        }
        return first == end ? 0 : Long.parseLong(digits, first, end, 10);
    }
}
