package atelier.perf.replay;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Reads the lines of a plain or {@code .gz} file of any size into one reused array. */
final class LineReader implements Closeable {
    /** Longer than any line that nginx writes with its default header buffers, even if every byte is escaped. */
    static final int LONGEST = 1 << 20;

    /** That of UTF-8, with which some programs begin a file, in ISO 8859-1. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final Path file;
    private final Reader reader;

    private char[] characters = new char[1 << 16];
    private int start;
    private int length;
    private int next;
    private int filled;
    private long number;
    private boolean isAtEnd;
    private boolean isTooLong;
    private boolean isCutOff;

    LineReader(Path file) throws IOException {
        this.file = file;
        InputStream bytes = Files.newInputStream(file);
        try {
            // nginx logs header bytes unchanged: not always UTF-8, but always ISO 8859-1.
            reader = new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes,
                    StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            bytes.close();
            throw new IOException(file + ": is not a .gz file", e);
        }
    }

    /**
     * Moves to the next line; false at the end of the file.
     *
     * @throws IOException also if the file is in UTF-16, as some programs for Windows write it
     */
    boolean next() throws IOException {
        boolean found = read();
        if (found && number == 1) {
            skipByteOrderMark();
        }
        return found;
    }

    private void skipByteOrderMark() throws IOException {
        if (startsWith(BYTE_ORDER_MARK)) {
            start += BYTE_ORDER_MARK.length();
            length -= BYTE_ORDER_MARK.length();
        } else if (startsWith("\u00ff\u00fe") || startsWith("\u00fe\u00ff")) {
            throw new IOException(file + ": is in UTF-16; convert it with iconv -f UTF-16 -t UTF-8");
        }
    }

    private boolean startsWith(String mark) {
        return length >= mark.length() && mark.equals(new String(characters, start, mark.length()));
    }

    private boolean read() throws IOException {
        if (isAtEnd) {
            return false;
        }
        number++;
        start = next;
        isTooLong = false;
        int end = start;
        while (true) {
            if (end == filled) {
                makeRoom();
                end = filled;
                if (!fill()) {
                    length = filled - start;
                    return length > 0 || isCutOff;
                }
            }
            if (characters[end] == '\n') {
                length = end - start;
                next = end + 1;
                return true;
            }
            end++;
        }
    }

    char[] characters() {
        return characters;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    boolean isBlank() {
        for (int i = start; i < start + length; i++) {
            if (characters[i] != ' ' && characters[i] != '\r' && characters[i] != '\t') {
                return false;
            }
        }
        return !isCutOff && !isTooLong;
    }

    /** Tells whether the line was longer than {@link #LONGEST}; then only a part of it is available. */
    boolean isTooLong() {
        return isTooLong;
    }

    /** Tells whether the file ends within this line. */
    boolean isCutOff() {
        return isCutOff;
    }

    /** Returns the number of this line, from 1. */
    long number() {
        return number;
    }

    private void makeRoom() {
        if (filled - start >= LONGEST) {
            isTooLong = true;
            filled = start;
        }
        System.arraycopy(characters, start, characters, 0, filled - start);
        filled -= start;
        start = 0;
        if (filled == characters.length) {
            characters = Arrays.copyOf(characters, 2 * filled);
        }
    }

    private boolean fill() throws IOException {
        int count;
        try {
            count = reader.read(characters, filled, characters.length - filled);
            isCutOff = count < 0 && (filled > start || isTooLong);
        } catch (EOFException unfinished) {
            // An incomplete .gz file; the lines before this point are usable.
            count = -1;
            isCutOff = true;
        } catch (IOException e) {
            throw new IOException("%s: line %s: %s".formatted(file, number, e.getMessage()), e);
        }
        isAtEnd = count < 0;
        filled += Math.max(count, 0);
        return !isAtEnd;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
