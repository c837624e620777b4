package atelier.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The latency of page views at a rate well below the maximum. */
final class Latency {
    private static final double PART = 1.0 / 3;
    private static final double MEDIAN_GOAL = 1;
    private static final double TAIL_GOAL = 10;
    private static final double FAR_TAIL_GOAL = 50;

    private Latency() {}

    /** Returns a third of the highest rate at which the machine serves page views. */
    static double moderateRate(Service service, Options options) throws IOException {
        RequestStreams requests = new RequestStreams(options.products());
        ClosedLoop.drive(service.port(), requests.pageViews(), options.warmUp());
        long start = System.nanoTime();
        Responses responses = ClosedLoop.drive(service.port(), requests.pageViews(), options.seconds());
        return Math.max(1, PART * responses.count() / ((System.nanoTime() - start) / 1e9));
    }

    /** Sends page views at a fixed rate. */
    static OpenLoop.Result run(Service service, int products, double rate, Duration duration)
            throws IOException, InterruptedException {
        return OpenLoop.run(service.port(), new RequestStreams(products).pageViews(), rate, duration);
    }

    static List<Finding> findings(OpenLoop.Result result, double rate) {
        Responses responses = result.responses();
        String at = String.format(Locale.ROOT, " at %,.0f/s", rate);
        return List.of(
                Finding.of("latency p50" + at, responses.milliseconds(50), "ms", MEDIAN_GOAL),
                Finding.of("latency p99" + at, responses.milliseconds(99), "ms", TAIL_GOAL),
                Finding.of("latency p99.9" + at, responses.milliseconds(99.9), "ms", FAR_TAIL_GOAL),
                Finding.of("latency maximum" + at, responses.milliseconds(100), "ms", Double.NaN),
                Finding.of("of which the generator, p99", result.lateness().milliseconds(99), "ms", Double.NaN),
                Finding.of("of which the generator, maximum", result.lateness().milliseconds(100), "ms", Double.NaN),
                Finding.ofErrors("latency, errors", responses));
    }
}
