package atelier.operations.logging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request as one line with a JSON object, without the members that have no value.
 *
 * <p>All else than ASCII is escaped, so a client can neither begin another line nor control a terminal.
 */
final class JsonRequestLayout {
    static final String TIME = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

    private final JsonFactory json =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final DateTimeFormatter time;

    JsonRequestLayout(ZoneId zone) {
        time = DateTimeFormatter.ofPattern(TIME, Locale.ROOT).withZone(zone);
    }

    void write(RequestLogEntry request, OutputStream lines) throws IOException {
        try (JsonGenerator line = json.createGenerator(lines)) {
            line.writeStartObject();
            line.writeStringField("timestamp", time.format(Instant.ofEpochMilli(request.time())));
            line.writeStringField("logger", "request");
            line.writeStringField("request_id", request.id());
            write(line, "method", request.method());
            write(line, "path", request.path());
            write(line, "route", request.route());
            line.writeNumberField("status", request.status());
            line.writeNumberField("duration_ms", request.milliseconds());
            line.writeNumberField("bytes", request.bytes());
            line.writeStringField("remote_address", request.remoteAddress());
            write(line, "forwarded_for", request.forwardedFor());
            write(line, "user_agent", request.userAgent());
            line.writeEndObject();
            line.writeRaw('\n');
        }
    }

    private static void write(JsonGenerator line, String name, @Nullable String value) throws IOException {
        if (value != null) {
            line.writeStringField(name, value);
        }
    }
}
