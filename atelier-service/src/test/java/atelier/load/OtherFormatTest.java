package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.product.prepare.CatalogueTable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is no CSV with commas in UTF-8 is named for what it is. */
class OtherFormatTest {
    private static final String ROWS = "id,styleId,size,quantity\n1,1,\"S\",8\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "skus.csv.gz, unpack it first",
        "skus.csv.zip, unpack it first",
        "skus.zip, unpack it first",
        "skus.CSV.GZ, unpack it first",
        "skus.xlsx, save it as CSV in UTF-8",
        "Skus.ODS, save it as CSV in UTF-8",
        "SKUS.CSV, rename it if it is the right file",
        "skus.tsv, rename it if it is the right file"
    })
    void fileOfASimilarNameIsNamed(String other, String advice) throws Exception {
        Files.writeString(directory.resolve(other), ROWS);

        assertRefused(" is missing, but " + other + " is there; " + advice + ".");
    }

    @Test
    void nothingIsGuessedForAFileWithoutASimilarName() throws Exception {
        Files.writeString(directory.resolve("sizes.csv"), ROWS);

        assertRefused(" is missing.");
    }

    @Test
    void directoryThatIsNoneIsNamed() throws Exception {
        Path archive = Files.writeString(directory.resolve("catalogue.zip"), "PK");

        assertThatThrownBy(() -> FileSource.open(CatalogueTable.SKU.csv(), archive))
                .isInstanceOf(OperatorException.class)
                .hasMessage(archive.resolve("skus.csv") + " is missing; name a directory that contains it.");
    }

    @Test
    void compressedFileIsRecognised() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ROWS.getBytes(StandardCharsets.UTF_8));
        }
        write(packed.toByteArray());
        assertRefused(" is compressed by gzip; unpack it first.");

        packed.reset();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("skus.csv"));
        }
        write(packed.toByteArray());
        assertRefused(" is a zip archive or a spreadsheet; unpack it, or save it as CSV in UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-UTF-32LE-BOM", "X-UTF-32BE-BOM"})
    void utf32IsRecognisedByItsMark(String encoding) throws Exception {
        write(ROWS.getBytes(Charset.forName(encoding)));

        assertRefused(" is encoded in UTF-32; convert it to UTF-8, for example by iconv -f UTF-32 -t UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM"})
    void utf16IsRecognisedWithAndWithoutAMark(String encoding) throws Exception {
        write(ROWS.getBytes(Charset.forName(encoding)));

        assertRefused(" is encoded in UTF-16; convert it to UTF-8, for example by iconv -f UTF-16 -t UTF-8.");
    }

    @ParameterizedTest
    @CsvSource({"';', semicolons", "'\t', tabs", "|, vertical bars"})
    void otherSeparatorsAreNamed(char separator, String name) throws Exception {
        String advice = " separates its columns by " + name + "; export it with commas.";
        write(ROWS.replace(',', separator).getBytes(StandardCharsets.UTF_8));
        assertRefused(advice);

        write("1,1,\"S\",8\n".replace(',', separator).getBytes(StandardCharsets.UTF_8));
        assertRefused(advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,styleId,size,quantity\r1,1,\"S\",8\r2,1,\"M\",9\r",
                "id,styleId,size,quantity,more\r1,1,\"S\",8,0\r",
                "1,1,\"S\",8\r2,1,\"M\",9\r",
                "id,styleId,size,quantity\n1,1,\"S\",8\r2,1,\"M\",9\r"
            })
    void lineEndsOfOldMacsAreNamed(String rows) throws Exception {
        String advice = " ends its lines by CR alone, as old Macs did; convert it, for example by tr '\\r' '\\n'.";
        write(rows.getBytes(StandardCharsets.UTF_8));
        assertRefused(advice);

        // Longer than the longest line.
        write((rows + "3,1,\"L\",7\r".repeat(200_000)).getBytes(StandardCharsets.UTF_8));
        assertRefused(advice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,styleId,size,quantity\r\n1,1,\"S\",8\r\n",
                "id,styleId,size,quantity\n1,1,\"a\rb\",8\n",
                "1,1,\"a\rb\",8\n",
                "id,styleId,size,quantity\n1,1,\"S\"\n",
                "id,styleId,size,quantity\r\n"
            })
    void carriageReturnElsewhereIsNoLineEnd(String rows) throws Exception {
        write(rows.getBytes(StandardCharsets.UTF_8));

        assertThat(FileSource.open(CatalogueTable.SKU.csv(), directory).width()).isEqualTo(4);
    }

    @Test
    void pointerOfGitLfsIsRecognised() throws Exception {
        write("version https://git-lfs.github.com/spec/v1\noid sha256:1\n".getBytes(StandardCharsets.UTF_8));

        assertRefused(" is a pointer of Git LFS; fetch the file by git lfs pull.");
    }

    private void write(byte[] content) throws Exception {
        Files.write(directory.resolve("skus.csv"), content);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> FileSource.open(CatalogueTable.SKU.csv(), directory))
                .isInstanceOf(OperatorException.class)
                .hasMessage(directory.resolve("skus.csv") + reason);
    }
}
