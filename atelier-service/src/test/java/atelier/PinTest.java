package atelier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker/pin}, with a program in place of Docker that knows the digest of each image. */
class PinTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    private static final Pattern IMAGE = Pattern.compile("\\$\\{([A-Z_]+_IMAGE):-([^}:]+):([^}]+)}");

    private record Result(int status, String output) {}

    @TempDir
    private Path folder;

    @Test
    void eachImageIsPinnedToTheDigestOfItsOwnRegistry() throws Exception {
        String[] expected = IMAGE.matcher(Files.readString(Path.of("../docker/compose.yml")))
                .results()
                .map(image -> image.group(1) + "=" + image.group(2) + ":" + image.group(3) + "@" + DIGEST)
                .distinct()
                .sorted()
                .toArray(String[]::new);

        Result result = pin("exit 0");

        assertThat(result.status()).isZero();
        assertThat(result.output().lines()).containsExactly(expected);
        assertThat(expected).hasSizeGreaterThan(5);
    }

    @Test
    void nothingIsPinnedIfOneImageCannotBePulled() throws Exception {
        Result result = pin("case $3 in nginx:*) echo 'no such image' >&2; exit 1;; esac");

        assertThat(result.status()).isNotZero();
        assertThat(result.output()).isEqualTo("no such image\n");
    }

    /** @param pull what {@code docker pull --quiet IMAGE} does */
    private Result pin(String pull) throws IOException, InterruptedException {
        Path docker = Files.writeString(folder.resolve("docker"), """
                #!/bin/sh
                case "$1" in
                    pull) %s; echo "docker.io/library/$3" ;;
                    image) echo "mirror.example/${5%%:*}@sha256:other"; echo "${5%%:*}@%s"; echo "${5%%:*}@sha256:older"; echo ;;
                esac
                """.formatted(pull, DIGEST));
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder("../docker/pin").redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
