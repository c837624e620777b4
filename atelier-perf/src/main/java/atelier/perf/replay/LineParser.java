package atelier.perf.replay;

import atelier.perf.replay.LogLine.LeftOut;

/** Parses a line of any known format, and decides whether it can be replayed. */
final class LineParser {
    private static final LeftOut NOT_JSON = new LeftOut("not JSON");
    private static final LeftOut UNKNOWN_FORMAT = new LeftOut("unknown format");

    private final JsonLine json = new JsonLine();
    private final CombinedLine combined = new CombinedLine();

    private final boolean votes;

    /**
     * @param votes whether votes can be replayed
     */
    LineParser(boolean votes) {
        this.votes = votes;
    }

    LogLine parse(char[] characters, int start, int length) {
        int first = start;
        while (first < start + length && characters[first] <= ' ') {
            first++;
        }
        boolean isObject = first < start + length && characters[first] == '{';
        LogFields fields = isObject ? json.parse(characters, start, length) : combined.parse(characters, start, length);
        return fields != null ? fields.judge(votes) : isObject ? NOT_JSON : UNKNOWN_FORMAT;
    }

    /** Tells whether a line has no known format. */
    static boolean isUnreadable(LogLine line) {
        return NOT_JSON.equals(line) || UNKNOWN_FORMAT.equals(line);
    }
}
