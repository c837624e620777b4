package atelier.operations.dashboard;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import atelier.operations.monitoring.BuildInformation;
import atelier.operations.monitoring.SlowRequests;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.io.Resources;
import com.google.common.primitives.Longs;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** Serves the page, its files and its data. */
final class DashboardServlet extends HttpServlet {
    private static final String DATA = "/dashboard/data.json";
    // If the version in the POM differs, the service does not start.
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-cache");

    private final Map<String, File> files = Map.of(
            "/", File.of("text/html", "page.html"),
            "/dashboard/page.css", File.of("text/css", "page.css"),
            "/dashboard/page.js", File.of("text/javascript", "page.js"),
            "/dashboard/charts.js", File.of("text/javascript", "charts.js"),
            "/dashboard/icon.svg", File.of("image/svg+xml", "icon.svg"),
            "/dashboard/uPlot.js", File.of("text/javascript", UPLOT + "uPlot.iife.min.js"),
            "/dashboard/uPlot.css", File.of("text/css", UPLOT + "uPlot.min.css"));
    private final DashboardData.Node node;
    private final History history;
    private final SlowRequests slowest;
    private final NodeMetrics metrics;
    private final ObjectMapper json;

    @SuppressWarnings("ArrayRecordComponent") // Files are not compared.
    private record File(String type, byte[] bytes) {
        static File of(String type, String resource) {
            try {
                return new File(
                        type + "; charset=utf-8",
                        Resources.toByteArray(Resources.getResource(DashboardServlet.class, resource)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    DashboardServlet(Duration interval, History history, SlowRequests slowest, NodeMetrics metrics, ObjectMapper json) {
        this.node = DashboardData.Node.of(BuildInformation.ofThisProcess(), interval);
        this.history = history;
        this.slowest = slowest;
        this.metrics = metrics;
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HEADERS.forEach(response::setHeader);
        String path = request.getServletPath() + requireNonNullElse(request.getPathInfo(), "");
        if (path.equals(DATA)) {
            response.setContentType("application/json");
            Long since = Longs.tryParse(requireNonNullElse(request.getParameter("since"), ""));
            json.writeValue(
                    response.getOutputStream(),
                    DashboardData.of(node, history, since == null ? 0 : since, slowest.slowest(), metrics));
        } else if (files.containsKey(path)) {
            File file = requireNonNull(files.get(path));
            response.setContentType(file.type);
            response.setContentLength(file.bytes.length);
            response.getOutputStream().write(file.bytes);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
