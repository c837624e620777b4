package atelier.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    private Path project;

    @Test
    void descriptionHasProcessorCoresAndMemory() {
        assertThat(Machine.description()).matches(".+, \\d+ cores, \\d+ GB");
    }

    @Test
    void commitIsMarkedIfFilesAreChanged() throws Exception {
        assertThat(Machine.commit(project)).isEqualTo("unknown");

        git("init", "-q");
        assertThat(Machine.commit(project)).isEqualTo("unknown");
        Files.writeString(project.resolve("file"), "");
        git("add", "file");
        git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "first");
        String clean = Machine.commit(project);
        Files.createDirectory(project.resolve("reports"));
        Files.writeString(project.resolve("reports/baseline.json"), "");
        assertThat(Machine.commit(project)).isEqualTo(clean);
        Files.writeString(project.resolve("file"), "changed");

        assertThat(clean).matches("[0-9a-f]{7,}");
        assertThat(Machine.commit(project)).isEqualTo(clean + "+");
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command)
                        .directory(project.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
