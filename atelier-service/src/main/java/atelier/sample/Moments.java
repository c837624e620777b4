package atelier.sample;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** Draws and writes dates, as milliseconds since 1970. They do not depend on when the files are generated. */
final class Moments {
    private static final long FIRST = Instant.parse("2019-03-01T08:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("2025-12-20T20:00:00Z").toEpochMilli();
    private static final long LONGEST_WAIT = 45L * 24 * 60 * 60 * 1000;

    private Moments() {}

    static long draw(SplittableRandom random) {
        return FIRST + random.nextLong(LAST - FIRST);
    }

    static long after(long moment, SplittableRandom random) {
        return moment + random.nextLong(LONGEST_WAIT);
    }

    /** Writes a date as the files do, or as an older edition of them does. */
    static void write(CsvFile row, long moment, Dirt dirt) throws IOException {
        if (dirt == Dirt.DATE_AS_DAY) {
            row.field(Text.quoted(Instant.ofEpochMilli(moment)
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString()));
        } else {
            row.number(moment);
        }
    }
}
