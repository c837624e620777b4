package atelier.perf.report;

import atelier.perf.result.HistoryEntry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The history of all runs: one line of JSON per run, oldest first.
 *
 * @param file the file, which need not exist
 */
public record History(Path file) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** Adds a run in a single write, so that a reader never sees half a line. */
    public void add(HistoryEntry entry) throws IOException {
        // A full disk may have left an incomplete line.
        String start = endsInTheMiddle() ? "\n" : "";
        Files.writeString(
                file,
                start + JSON.writeValueAsString(entry) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Returns all runs without unreadable lines, such as those that a full disk cut off. */
    public List<HistoryEntry> read() throws IOException {
        return lines().flatMap(line -> entry(line).stream()).toList();
    }

    /** Returns the number of lines that {@link #read} leaves out. */
    public long unreadable() throws IOException {
        return lines().filter(line -> entry(line).isEmpty()).count();
    }

    private Stream<String> lines() throws IOException {
        // readAllLines refuses a line that ends within a character.
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines()
                : Stream.empty();
    }

    private static Optional<HistoryEntry> entry(String line) {
        try {
            return Optional.ofNullable(JSON.readValue(line, HistoryEntry.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private boolean endsInTheMiddle() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1);
            channel.read(last);
            return last.get(0) != '\n';
        }
    }
}
