package atelier.perf.run;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@code simulation.log} as Gatling does; {@code SimulationLogTest} compares its reader with Gatling's. */
final class LogWriter {
    private final List<Request> requests = new ArrayList<>();
    private final Map<String, Integer> cachedTexts = new HashMap<>();

    private record Request(
            String route, long start, long end, @Nullable String failure) {}

    /** Adds a request; times are milliseconds since 1970. */
    void request(String route, long start, long end, @Nullable String failure) {
        requests.add(new Request(route, start, end, failure));
    }

    void write(Path file) throws IOException {
        long start = requests.stream().mapToLong(Request::start).min().orElse(0);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeByte(0);
            text(out, "3.15.1");
            text(out, "atelier.perf.simulation.AtelierSimulation");
            out.writeLong(start);
            text(out, "");
            out.writeInt(1);
            text(out, "measured");
            out.writeInt(0);
            user(out, true);
            for (Request request : requests) {
                out.writeByte(1);
                out.writeInt(0);
                cachedText(out, request.route());
                out.writeInt((int) (request.start() - start));
                out.writeInt((int) (request.end() - start));
                out.writeBoolean(request.failure() == null);
                cachedText(out, request.failure() == null ? "" : request.failure());
            }
            user(out, false);
        }
    }

    private static void user(DataOutputStream out, boolean begins) throws IOException {
        out.writeByte(2);
        out.writeInt(0);
        out.writeBoolean(begins);
        out.writeInt(0);
    }

    private void cachedText(DataOutputStream out, String text) throws IOException {
        Integer index = cachedTexts.get(text);
        if (index == null) {
            cachedTexts.put(text, cachedTexts.size() + 1);
            out.writeInt(cachedTexts.size());
            text(out, text);
        } else {
            out.writeInt(-index);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeInt(text.length());
        if (!text.isEmpty()) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.writeByte(0);
        }
    }
}
