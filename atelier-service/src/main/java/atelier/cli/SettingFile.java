package atelier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A text file that a setting names. */
public final class SettingFile {
    private SettingFile() {}

    /**
     * Returns the lines of a file.
     *
     * @param variable the variable that names the file, for the message
     * @throws OperatorException if it has no line, cannot be read, or is not UTF-8 text; the message shows no content
     */
    public static List<String> lines(String variable, String file) {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new OperatorException(variable + " names a directory, not a file: " + file);
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new OperatorException(
                    variable + " names a file that cannot be read: " + file + " (" + OperatorException.reason(e) + ")",
                    e);
        }
        if (lines.stream().allMatch(String::isBlank)) {
            throw new OperatorException(variable + " is empty: " + file);
        }
        return lines;
    }
}
