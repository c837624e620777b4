package atelier.perf.result;

/** How much later than planned the requests were sent. */
public record Lateness(double p50, double p99, double max) {}
