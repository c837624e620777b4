package atelier.perf.measure;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the binary log of a Gatling run, the only data that Gatling writes. The format is internal to Gatling: it is that of
 * {@code LogFileDataWriter} in Gatling 3.15. A test compares this reader with Gatling's own. Other versions are refused.
 */
public final class SimulationLog implements AutoCloseable {
    private static final String SUPPORTED = "3.15.";
    private static final int RUN = 0;
    private static final int REQUEST = 1;
    private static final int USER = 2;
    private static final int GROUP = 3;
    private static final int ERROR = 4;
    /** Longer than any text in a log. A larger length means that the file is not a log; it is refused before memory is allocated. */
    private static final int LONGEST_TEXT = 1 << 20;

    private final Path path;
    private final DataInputStream in;
    private final List<String> cachedTexts = new ArrayList<>();
    private final long start;
    private long usersBegun;
    private long usersEnded;

    private SimulationLog(Path path, DataInputStream in) throws IOException {
        this.path = path;
        this.in = in;
        try {
            this.start = header();
        } catch (EOFException e) {
            throw new IOException(path + ": contains no run; Gatling ended before it wrote the first 8 KiB", e);
        }
    }

    /**
     * Opens a log and reads its header.
     *
     * @throws IOException if the file is not a log of the supported Gatling version
     */
    public static SimulationLog open(Path path) throws IOException {
        InputStream file = Files.newInputStream(path);
        try {
            return new SimulationLog(path, new DataInputStream(new BufferedInputStream(file, 1 << 16)));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** One request; the times are milliseconds since the epoch. */
    public record Request(String name, long start, long end, boolean succeeded, String message) {
        public int latency() {
            return (int) (end - start);
        }
    }

    /** Receives the records in the order of the log, which is the order in which requests ended. */
    public interface Visitor {
        void request(Request request);

        /** An error of the simulation itself, for example a request that could not be built. */
        void error(String message, long time);
    }

    /**
     * Reads to the end.
     *
     * @return whether the log is complete; false if it ends within a record or before the end of each user, as after a full disk
     */
    public boolean read(Visitor visitor) throws IOException {
        for (int kind = in.read(); kind >= 0; kind = in.read()) {
            try {
                record(kind, visitor);
            } catch (EOFException e) {
                return false;
            }
        }
        return usersBegun > 0 && usersBegun == usersEnded;
    }

    private long header() throws IOException {
        if (in.readByte() != RUN) {
            throw new IOException(path + ": not a Gatling log");
        }
        String version = text();
        if (!version.startsWith(SUPPORTED)) {
            throw new IOException("%s: written by Gatling %s, but only the format of %sx is supported"
                    .formatted(path, version, SUPPORTED));
        }
        text(); // class of the simulation
        long runStart = in.readLong();
        text(); // description
        for (int scenarios = in.readInt(); scenarios > 0; scenarios--) {
            text();
        }
        for (int assertions = in.readInt(); assertions > 0; assertions--) {
            in.skipNBytes(in.readInt());
        }
        return runStart;
    }

    private void record(int kind, Visitor visitor) throws IOException {
        switch (kind) {
            case REQUEST -> {
                groups();
                String name = cachedText();
                long from = start + in.readInt();
                long to = start + in.readInt();
                boolean succeeded = in.readBoolean();
                visitor.request(new Request(name, from, to, succeeded, cachedText()));
            }
            case USER -> {
                in.skipNBytes(Integer.BYTES);
                if (in.readBoolean()) {
                    usersBegun++;
                } else {
                    usersEnded++;
                }
                in.skipNBytes(Integer.BYTES);
            }
            case GROUP -> {
                groups();
                in.skipNBytes(3 * Integer.BYTES + 1);
            }
            case ERROR -> {
                String message = cachedText();
                visitor.error(message, start + in.readInt());
            }
            default ->
                throw new IOException(
                        "%s: a record of kind %s, which Gatling %sx does not write".formatted(path, kind, SUPPORTED));
        }
    }

    private void groups() throws IOException {
        for (int groups = in.readInt(); groups > 0; groups--) {
            cachedText();
        }
    }

    /** The first occurrence of a text has a new positive index and the text. Later ones have the negative index. */
    private String cachedText() throws IOException {
        int index = in.readInt();
        if (index > 0) {
            cachedTexts.add(text());
            return cachedTexts.get(cachedTexts.size() - 1);
        }
        if (index == 0 || index < -cachedTexts.size()) {
            throw new IOException("%s: refers to text %s of %s".formatted(path, -(long) index, cachedTexts.size()));
        }
        return cachedTexts.get(-index - 1);
    }

    private String text() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("%s: a text of %s bytes; not a Gatling log, or a broken one".formatted(path, length));
        }
        if (length == 0) {
            return "";
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        boolean latin = in.readByte() == 0;
        return new String(bytes, latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
