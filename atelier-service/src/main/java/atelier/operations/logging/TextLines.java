package atelier.operations.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line for people, which begins as all lines of the log do; what is not known of a request is a dash. */
final class TextLines implements LineFormat {
    static final String TIME = "yyyy-MM-dd HH:mm:ss.SSS";

    /** What could end a line, or a value between quotes. */
    private static final Pattern UNSAFE = Pattern.compile("[^ -~]|\"");

    private final DateTimeFormatter time;

    TextLines(ZoneId zone) {
        time = DateTimeFormatter.ofPattern(TIME, Locale.ROOT).withZone(zone);
    }

    @Override
    public void write(AnsweredRequest request, OutputStream lines) throws IOException {
        String line = "INFO  [" + time.format(Instant.ofEpochMilli(request.time())) + "] [" + request.id()
                + "] request: "
                + request.status() + ' ' + safe(request.method()) + ' ' + safe(request.path())
                + " in " + request.milliseconds() + " ms, " + request.bytes() + " bytes, route " + safe(request.route())
                + ", from " + request.remoteAddress() + " for " + safe(request.forwardedFor())
                + " by \"" + safe(request.userAgent()) + "\"\n";
        lines.write(line.getBytes(StandardCharsets.US_ASCII));
    }

    private static String safe(@Nullable String text) {
        return text == null ? "-" : UNSAFE.matcher(text).replaceAll("?");
    }
}
