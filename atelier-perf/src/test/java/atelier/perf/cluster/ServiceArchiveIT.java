package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
class ServiceArchiveIT {
    @TempDir
    private Path folder;

    @Test
    @FullTier("writes the archive, which the quick tier does without")
    void classesOfTheServiceAreMappedFromTheArchive() throws Exception {
        ServiceArchive.writeUnlessItExists();
        Path loaded = folder.resolve("loaded.txt");
        List<String> command = new ArrayList<>(Jvm.SHORT_LIVED.command("check", "config.yml"));
        command.add(command.indexOf("-jar"), "-Xlog:class+load:file=" + loaded);

        Process check = new ProcessBuilder(command)
                .directory(Commands.PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();

        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(loaded))
                .containsPattern("atelier\\.AtelierApplication source: shared objects file \\(top\\)");
    }
}
