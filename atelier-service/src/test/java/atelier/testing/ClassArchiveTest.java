package atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @Test
    void jarsThatWereDownloadedAgainNeedAnotherArchive(@TempDir Path folder) throws Exception {
        Path jar = Files.writeString(folder.resolve("one.jar"), "1");
        Path other = Files.writeString(folder.resolve("other.jar"), "1");
        String jars = jar + File.pathSeparator + other;
        String before = ClassArchive.digest(jars);
        assertThat(ClassArchive.digest(jars)).isEqualTo(before);

        Files.setLastModifiedTime(other, FileTime.fromMillis(other.toFile().lastModified() - 2_000));
        String touched = ClassArchive.digest(jars);
        Files.writeString(jar, "12");

        assertThat(List.of(touched, ClassArchive.digest(jars)))
                .doesNotHaveDuplicates()
                .doesNotContain(before);
    }

    @Test
    @FullTier("writes the archive, which the quick tier does without")
    void programsStartFromTheArchive() throws Exception {
        ClassArchive.writeUnlessItExists();
        Program.await("the archive that another JVM may be writing", () -> Files.exists(ClassArchive.ARCHIVE));
        // With this option, a JVM whose archive does not fit fails.
        List<String> options = new ArrayList<>(List.of("-Xshare:on"));
        options.addAll(ClassArchive.options());
        options.add(Program.MAIN_CLASS);

        try (Program program = Program.start(Map.of(), options, "check", "../config.yml")) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
        }
    }
}
