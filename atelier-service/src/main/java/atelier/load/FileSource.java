package atelier.load;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One of the six files as it was found: where, how large, and which column stands where.
 *
 * @param places the place in the file of each of {@link CatalogueFile#columns()}
 * @param width how many columns the file has
 * @param hasHeader whether its first line names them
 */
record FileSource(CatalogueFile file, Path path, long size, List<Integer> places, int width, boolean hasHeader) {
    /**
     * Looks at a file's first line, and reads nothing else.
     *
     * @throws OperatorException if the file is not there, cannot be read, or is not of this kind
     */
    static FileSource open(CatalogueFile file, Path directory) {
        Path path = directory.resolve(file.fileName());
        if (!Files.isRegularFile(path)) {
            throw new OperatorException(path + (Files.exists(path) ? " is not a file." : " is missing."));
        }
        try (CsvLines reader = new CsvLines(path)) {
            if (!reader.readLine()) {
                throw new OperatorException(path + " is empty.");
            }
            return of(file, path, Files.size(path), reader);
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static FileSource of(CatalogueFile file, Path path, long size, CsvLines reader) {
        List<String> columns = file.columns();
        String line =
                new String(reader.buffer(), reader.start(), reader.end() - reader.start(), StandardCharsets.UTF_8);
        List<String> header =
                Arrays.stream(line.split(",", -1)).map(FileSource::normal).toList();
        if (header.get(0).matches("-?\\d+")) {
            return withoutHeader(file, path, size, reader, line);
        }
        List<Integer> places =
                columns.stream().map(FileSource::normal).map(header::indexOf).toList();
        if (places.contains(-1)) {
            throw unexpected(file, path, line);
        }
        return new FileSource(file, path, size, places, header.size(), true);
    }

    /** Without a header only a first row of the right width tells that the file is of this kind. */
    private static FileSource withoutHeader(CatalogueFile file, Path path, long size, CsvLines reader, String line) {
        int width = file.columns().size();
        FileSource source = new FileSource(
                file, path, size, IntStream.range(0, width).boxed().toList(), width, false);
        try {
            source.newRow(reader).parse();
            return source;
        } catch (RowRejectedException e) {
            throw unexpected(file, path, line);
        }
    }

    /** Returns what takes the lines of this file apart. */
    CsvRow newRow(CsvLines reader) {
        return new CsvRow(
                reader,
                file.columns(),
                places.stream().mapToInt(Integer::intValue).toArray(),
                width);
    }

    /** Returns a column's name without what editions differ in: case, underscores, blanks, quotes. */
    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_\\s\"]", "");
    }

    private static OperatorException unexpected(CatalogueFile file, Path path, String line) {
        String printable = line.replaceAll("\\P{Print}", "?");
        return new OperatorException(path + " is not what it should be: its first line is \""
                + printable.substring(0, Math.min(100, printable.length())) + "\", but its columns should be "
                + String.join(",", file.columns()) + ".");
    }
}
