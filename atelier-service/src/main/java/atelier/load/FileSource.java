package atelier.load;

import atelier.cli.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One CSV file: its path, its size and the order of its columns.
 *
 * @param places by column of the table: the number of its field in the file, or {@code width} if the file lacks it
 * @param width the number of fields of a line
 * @param hasHeader whether the first line names the columns
 */
record FileSource(CsvTable table, Path path, long size, List<Integer> places, int width, boolean hasHeader) {
    /**
     * Returns those datasets whose files are in the directory.
     *
     * @throws OperatorException if some files of a dataset are there and others are missing, or if there are none at all
     */
    static List<Dataset> groups(List<Dataset> datasets, Path directory) {
        List<Dataset> groups = new ArrayList<>();
        for (Dataset dataset : datasets) {
            List<Path> paths = dataset.tables().stream()
                    .map(table -> directory.resolve(table.fileName()))
                    .toList();
            List<Path> missing =
                    paths.stream().filter(path -> !Files.exists(path)).toList();
            if (missing.isEmpty()) {
                groups.add(dataset);
            } else if (missing.size() < paths.size()) {
                throw new OperatorException("Of the " + paths.size() + " files of " + dataset.schema() + ", "
                        + missing.stream().map(FileSource::missing).collect(Collectors.joining(", and "))
                        + ". The import changed nothing.");
            }
        }
        if (groups.isEmpty()) {
            throw new OperatorException(
                    missing(directory.resolve(datasets.get(0).tables().get(0).fileName()))
                            + ". An import needs all files of one group at least: "
                            + datasets.stream().map(FileSource::fileNames).collect(Collectors.joining("; "))
                            + ".");
        }
        return groups;
    }

    private static String fileNames(Dataset dataset) {
        return dataset.schema() + " "
                + dataset.tables().stream().map(CsvTable::fileName).collect(Collectors.joining(", "));
    }

    private static String missing(Path path) {
        try {
            return path + " is missing" + OtherFormat.besideMissing(path).orElse("");
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be read: " + OperatorException.reason(e), e);
        }
    }

    /**
     * Reads the first line of a table's file.
     *
     * @throws OperatorException if the file is missing, cannot be read, or has other columns
     */
    static FileSource open(CsvTable table, Path directory) {
        Path path = directory.resolve(table.fileName());
        try (CsvLines reader = open(path)) {
            do {
                if (!reader.readLine()) {
                    throw new OperatorException(path + " is empty.");
                }
            } while (reader.hasNoValue());
            return of(table, path, Files.size(path), reader);
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be read: " + OperatorException.reason(e), e);
        }
    }

    private static CsvLines open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new OperatorException(Files.exists(path) ? path + " is not a file." : missing(path) + ".");
        }
        return new CsvLines(path);
    }

    private static FileSource of(CsvTable table, Path path, long size, CsvLines reader) throws IOException {
        Optional<String> other = OtherFormat.ofFirstLine(reader.buffer(), reader.start(), reader.end());
        if (other.isPresent()) {
            throw new OperatorException(path + other.get() + ".");
        }
        String line = text(reader);
        List<String> header =
                Arrays.stream(line.split(",", -1)).map(FileSource::normal).toList();
        if (header.get(0).matches("-?\\d+(\\.0+)?")) {
            return withoutHeader(table, path, size, reader, line);
        }
        if (!header.containsAll(table.header().stream().map(FileSource::normal).toList())
                || OtherFormat.ofLineEnds(line).isPresent()) {
            throw unexpected(table, path, line);
        }
        int width = header.size();
        FileSource source = new FileSource(
                table, path, size, places(table, width, column -> header.indexOf(normal(column.name()))), width, true);
        source.requireLineEnds(reader);
        return source;
    }

    /** If only the header ends by LF, all rows would be one line, and so one reject. */
    private void requireLineEnds(CsvLines reader) throws IOException {
        if (!reader.readLine() || reader.hasNoValue()) {
            return;
        }
        try {
            newRow(reader).parse();
        } catch (RowRejectedException e) {
            String line = text(reader);
            if (OtherFormat.ofLineEnds(line).isPresent()) {
                throw unexpected(table, path, line);
            }
        }
    }

    private static String text(CsvLines reader) {
        return new String(reader.buffer(), reader.start(), reader.end() - reader.start(), StandardCharsets.UTF_8);
    }

    /** Without a header, only the width of the first row shows whether the file has the right columns. */
    private static FileSource withoutHeader(CsvTable table, Path path, long size, CsvLines reader, String line)
            throws IOException {
        int width = table.header().size();
        Iterator<Integer> next = IntStream.range(0, width).iterator();
        FileSource source = new FileSource(
                table,
                path,
                size,
                places(table, width, column -> column.isOptional() ? -1 : next.next()),
                width,
                false);
        try {
            source.newRow(reader).parse();
            return source;
        } catch (RowRejectedException e) {
            throw unexpected(table, path, line);
        }
    }

    private static List<Integer> places(CsvTable table, int width, ToIntFunction<Column> placeInFile) {
        return table.columns().stream()
                .map(column -> column.isInFile() ? placeInFile.applyAsInt(column) : -1)
                .map(place -> place < 0 ? width : place)
                .toList();
    }

    CsvRow newRow(CsvLines reader) {
        return new CsvRow(
                reader, table, places.stream().mapToInt(Integer::intValue).toArray(), width);
    }

    /** Returns a column's name without the differences between editions: case, underscores, blanks, quotes. */
    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_\\s\"]", "");
    }

    private static OperatorException unexpected(CsvTable table, Path path, String line) {
        Optional<String> other = OtherFormat.ofLineEnds(line)
                .or(() -> OtherFormat.ofSeparator(line, table.header().size()));
        if (other.isPresent()) {
            return new OperatorException(path + other.get() + ".");
        }
        String printable = line.replaceAll("\\P{Print}", "?");
        return new OperatorException(path + " has unexpected columns: its first line is \""
                + printable.substring(0, Math.min(100, printable.length())) + "\", but its columns should be "
                + String.join(",", table.header()) + ".");
    }
}
