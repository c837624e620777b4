package atelier.perf.verdict;

import atelier.perf.result.Fingerprint;
import atelier.perf.result.RunResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The baselines of one profile: a committed JSON file with one entry per fingerprint, for example one for a laptop and one for a build
 * server.
 *
 * @param file the file, which need not exist
 */
public record Baselines(Path file) {
    /** More runs would hide a slow drift, and make diffs hard to read. */
    private static final int KEPT = 10;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /**
     * Reads the file, so that a mistake in it is reported before the run.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public void check() {
        read();
    }

    public Optional<Baseline> find(Fingerprint fingerprint) {
        return read().stream()
                .filter(baseline -> baseline.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /** Returns why {@link #find} finds no baseline: how this run differs from the most similar one. */
    public String whyNone(Fingerprint fingerprint) {
        return read().stream()
                .map(baseline -> fingerprint.differences(baseline.fingerprint()))
                .min(Comparator.comparing(List::size))
                .map(differences -> "none has the same conditions: " + String.join("; ", differences))
                .orElse("there is no file " + file);
    }

    /**
     * Adds a run to the baseline of its fingerprint and drops the oldest beyond ten. A run that is already in it is replaced.
     *
     * @return a message about it
     */
    public String record(RunResult run) {
        Fingerprint fingerprint = run.fingerprint();
        List<Baseline> baselines = new ArrayList<>(read());
        Optional<Baseline> before = find(fingerprint);
        List<Baseline.Run> runs = new ArrayList<>(before.map(Baseline::runs).orElse(List.of()));
        runs.removeIf(recorded -> recorded.id().equals(run.id()));
        runs.add(Baseline.Run.of(run));
        Baseline after = new Baseline(fingerprint, last(runs));
        String start = "";
        if (before.isPresent()) {
            baselines.set(baselines.indexOf(before.get()), after);
        } else {
            start = "a new baseline, because " + whyNone(fingerprint) + ". ";
            baselines.add(after);
        }
        write(last(baselines));
        int count = after.runs().size();
        return "%s%s: %s %s recorded, %s needed"
                .formatted(start, file, count, count == 1 ? "run" : "runs", BaselineGate.RUNS_NEEDED);
    }

    private List<Baseline> read() {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            return List.of(JSON.readValue(file.toFile(), Baseline[].class));
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage();
            int line = e.getLocation().getLineNr();
            throw new IllegalArgumentException(
                    "%s is not a baseline file, line %s: %s".formatted(file, line, problem), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void write(List<Baseline> baselines) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        ObjectWriter writer = JSON.writer(new DefaultPrettyPrinter()
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = file.resolveSibling(file.getFileName() + ".tmp");
            Files.writeString(whole, writer.writeValueAsString(baselines) + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static <T> List<T> last(List<T> all) {
        return all.subList(Math.max(0, all.size() - KEPT), all.size());
    }
}
