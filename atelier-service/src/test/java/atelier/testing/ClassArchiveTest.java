package atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassArchiveTest {
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
