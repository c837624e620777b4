package atelier.apidocs;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A file that a page of the documentation loads. The list is fixed, so no path leads to any other file in the jar.
 *
 * @param name its last path segment
 * @param resource its place on the class path
 */
record PageFile(String name, String resource, String contentType) {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    static final List<PageFile> ALL = Stream.concat(
                    Stream.of(own("page.js", SCRIPT), own("page.css", STYLE), own("start.css", STYLE)),
                    Stream.of(
                            swagger("swagger-ui-bundle.js", SCRIPT),
                            // The script refers to it for its licences.
                            swagger("swagger-ui-bundle.js.LICENSE.txt", "text/plain; charset=utf-8"),
                            swagger("swagger-ui.css", STYLE),
                            swagger("favicon-32x32.png", "image/png")))
            .toList();

    private static PageFile own(String name, String contentType) {
        return new PageFile(name, "/docs/" + name, contentType);
    }

    private static PageFile swagger(String name, String contentType) {
        return new PageFile(
                name, "/META-INF/resources/webjars/swagger-ui/%s/%s".formatted(version(), name), contentType);
    }

    private static String version() {
        try {
            Properties artifact = new Properties();
            artifact.load(new StringReader(
                    new String(read("/META-INF/maven/org.webjars/swagger-ui/pom.properties"), StandardCharsets.UTF_8)));
            return artifact.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a file of the class path. */
    static byte[] read(String resource) {
        try {
            return Resources.toByteArray(Resources.getResource(PageFile.class, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
