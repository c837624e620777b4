package atelier.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recognises files that are not comma-separated CSV in UTF-8, and says what to do with them. */
final class OtherFormat {
    private static final String UTF_16 =
            " is encoded in UTF-16; convert it to UTF-8, for example by iconv -f UTF-16 -t UTF-8";

    private static final List<Format> FORMATS = List.of(
            new Format("\\x1F\\x8B", " is compressed by gzip; unpack it first"),
            new Format("BZh", " is compressed by bzip2; unpack it first"),
            new Format("\\xFD7zXZ", " is compressed by xz; unpack it first"),
            new Format("\\x28\\xB5\\x2F\\xFD", " is compressed by zstd; unpack it first"),
            new Format("PK\\x03\\x04", " is a zip archive or a spreadsheet; unpack it, or save it as CSV in UTF-8"),
            new Format("\\xD0\\xCF\\x11\\xE0", " is a spreadsheet; save it as CSV in UTF-8"),
            new Format(
                    "\\xFF\\xFE\\x00\\x00|\\x00\\x00\\xFE\\xFF",
                    " is encoded in UTF-32; convert it to UTF-8, for example by iconv -f UTF-32 -t UTF-8"),
            new Format("\\xFF\\xFE|\\xFE\\xFF", UTF_16),
            // Without a byte-order mark: one byte of each letter is 0.
            new Format("(\\p{Graph}\\x00){2}|(\\x00\\p{Graph}){2}", UTF_16),
            new Format("version https://git-lfs", " is a pointer of Git LFS; fetch the file by git lfs pull"));

    private static final List<Separator> SEPARATORS =
            List.of(new Separator(';', "semicolons"), new Separator('\t', "tabs"), new Separator('|', "vertical bars"));

    private static final Pattern SPREADSHEET = Pattern.compile("\\.(xls|xlsx|xlsm|ods|numbers)$");
    private static final Pattern PACKED = Pattern.compile("\\.(gz|zip|bz2|xz|zst|7z|rar|tar|tgz)$");

    private OtherFormat() {}

    /** A format, by the first bytes of its files as Latin-1. */
    private record Format(Pattern beginning, String advice) {
        Format(String beginning, String advice) {
            this(Pattern.compile(beginning), advice);
        }
    }

    private record Separator(char character, String name) {}

    /** Returns the format of a file and what to do with it, judged by its first line; empty if that line shows no other format. */
    static Optional<String> ofFirstLine(byte[] buffer, int start, int end) {
        String line = new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
        return FORMATS.stream()
                .filter(format -> format.beginning().matcher(line).lookingAt())
                .map(Format::advice)
                .findFirst();
    }

    /**
     * Returns how the lines of a file end and what to do about it; empty if they end by LF.
     *
     * @param line a line as LF ends it, which is not a row of the file
     */
    static Optional<String> ofLineEnds(String line) {
        return line.indexOf('\r') < 0
                ? Optional.empty()
                : Optional.of(
                        " ends its lines by CR alone, as old Macs did; convert it, for example by tr '\\r' '\\n'");
    }

    /** Returns the separator that splits a line into this number of columns, and what to do; empty if no known separator does. */
    static Optional<String> ofSeparator(String line, int columns) {
        return SEPARATORS.stream()
                .filter(separator ->
                        line.chars().filter(c -> c == separator.character()).count() == columns - 1)
                .map(separator -> " separates its columns by " + separator.name() + "; export it with commas")
                .findFirst();
    }

    /** Returns why a file is missing, and what to do; empty if nothing beside it has a similar name. */
    static Optional<String> besideMissing(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return Optional.of("; name a directory that contains it");
        }
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf('.'));
        try (Stream<Path> files = Files.list(directory)) {
            // "reviews_photos.csv" is no other name of "reviews.csv".
            Pattern similar = Pattern.compile(Pattern.quote(stem) + "(?!_[a-z]).*");
            return files.map(other -> other.getFileName().toString())
                    .filter(other ->
                            similar.matcher(other.toLowerCase(Locale.ROOT)).matches())
                    .sorted()
                    .map(other -> ", but " + other + " is there; " + advice(other.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    private static String advice(String name) {
        if (SPREADSHEET.matcher(name).find()) {
            return "save it as CSV in UTF-8";
        }
        return PACKED.matcher(name).find() ? "unpack it first" : "rename it if it is the right file";
    }
}
