package atelier.perf.report;

import atelier.perf.result.Figures;
import atelier.perf.result.HistoryEntry;
import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code reports/index.html}: one file that shows all runs and loads nothing from elsewhere. */
public final class ReportPage {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .addMixIn(Figures.class, WithoutErrors.class)
            .build();

    private ReportPage() {}

    /**
     * Writes the page atomically. It links only files that exist already, so write it last.
     *
     * @param history all runs; the page shows the newest 200
     * @param latest the runs to show in detail, in any order; the page shows the newest 10
     */
    public static void write(
            Path reports, List<HistoryEntry> history, List<RunResult> latest, Map<String, Objectives> objectives)
            throws IOException {
        Path page = reports.resolve("index.html");
        Path part = reports.resolve(
                ".index-%s.html".formatted(ProcessHandle.current().pid()));
        Files.createDirectories(reports);
        try {
            Files.writeString(part, html(PageData.of(reports, history, latest, objectives)));
            Files.move(part, page, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String html(PageData data) throws IOException {
        String style = resource("page.css");
        String library = chartLibrary();
        String script = resource("elements.js") + resource("charts.js") + resource("page.js");
        Map<String, String> parts = Map.of(
                "policy", policy(style, library, script),
                "style", style,
                "library", library,
                "script", script,
                "data", json(data));
        // In one pass, so that placeholders within a part are not replaced.
        return PLACEHOLDER
                .matcher(resource("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)))));
    }

    /** Returns the data as JSON, without characters that could end the surrounding script element. */
    private static String json(PageData data) throws IOException {
        return JSON.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
    }

    /** Returns a policy that allows exactly these texts. */
    private static String policy(String style, String... scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; ");
        policy.append("style-src ").append(hash(style)).append("; script-src");
        for (String script : scripts) {
            policy.append(' ').append(hash(script));
        }
        return policy.toString();
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String chartLibrary() throws IOException {
        Properties artifact = new Properties();
        artifact.load(new StringReader(resource("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")));
        String library = resource("/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js"
                .formatted(artifact.getProperty("version")));
        // Otherwise developer tools would try to load the source map.
        return library.replaceFirst("//# sourceMappingURL=.*", "");
    }

    /** Reads a resource with plain line ends, because a browser hashes it so. */
    private static String resource(String name) throws IOException {
        try (InputStream resource = ReportPage.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(resource, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    /** The history omits the texts of errors. */
    @JsonIgnoreProperties("errorsByKind")
    private interface WithoutErrors {}
}
