package atelier.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Latencies at fixed rates: of page views well below the maximum, and of cached responses beside the bare servlet near it. */
final class Latency {
    static final String TAIL = "tail";

    private static final double PART = 1.0 / 3;
    private static final double LARGE_PART = 2.0 / 3;
    private static final double TAIL_GOAL = 4;
    private static final int TURNS = 3;
    private static final Duration TURN = Duration.ofSeconds(5);

    private Latency() {}

    /** Returns a third of the highest rate at which the machine serves page views. */
    static double moderateRate(Service service, Options options) throws IOException {
        RequestStreams requests = new RequestStreams(options.products());
        ClosedLoop.drive(service.port(), requests.pageViews(), options.warmUp());
        return Math.max(1, PART * highestRate(service.port(), requests.pageViews(), options.seconds()));
    }

    private static double highestRate(int port, Supplier<Request> requests, Duration duration) throws IOException {
        long start = System.nanoTime();
        Responses responses = ClosedLoop.drive(port, requests, duration);
        return responses.count() / ((System.nanoTime() - start) / 1e9);
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
                milliseconds("latency p50" + at, responses, 50),
                milliseconds("latency p99" + at, responses, 99),
                milliseconds("latency p99.9" + at, responses, 99.9),
                milliseconds("latency maximum" + at, responses, 100),
                milliseconds("of which the generator, p99", result.lateness(), 99),
                milliseconds("of which the generator, maximum", result.lateness(), 100),
                Finding.ofErrors("latency, errors", responses));
    }

    private static Finding milliseconds(String name, Responses responses, double percentile) {
        return Finding.of(name, responses.milliseconds(percentile), "ms", Double.NaN);
    }

    /** Measures the p99 of both at two thirds of the rate that each reaches on this machine, in turns. */
    static List<Finding> tails(Workload bare, Workload cached, Options options)
            throws IOException, InterruptedException {
        List<Double> bareTails = new ArrayList<>();
        List<Double> cachedTails = new ArrayList<>();
        double bareRate = largeRate(bare, options);
        double cachedRate = largeRate(cached, options);
        for (int turn = 0; turn < TURNS; turn++) {
            bareTails.add(tail(bare, bareRate));
            cachedTails.add(tail(cached, cachedRate));
        }
        double other = Medians.of(bareTails);
        return List.of(
                Finding.of(tailName(bare, bareRate), other, "ms", Double.NaN),
                Finding.ofRatio(tailName(cached, cachedRate), Medians.of(cachedTails), "ms", other, TAIL_GOAL));
    }

    /** Returns two thirds of the highest rate that a server reaches. */
    static double largeRate(Workload workload, Options options) throws IOException {
        ClosedLoop.drive(workload.port(), workload.requests(), options.warmUp());
        return LARGE_PART * highestRate(workload.port(), workload.requests(), options.seconds());
    }

    private static double tail(Workload workload, double rate) throws IOException, InterruptedException {
        return OpenLoop.run(workload.port(), workload.requests(), rate, TURN)
                .responses()
                .milliseconds(99);
    }

    private static String tailName(Workload workload, double rate) {
        return String.format(Locale.ROOT, "tail of %s at %,.0f/s, p99", workload.name(), rate);
    }
}
