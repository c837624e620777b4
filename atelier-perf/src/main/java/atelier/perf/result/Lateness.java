package atelier.perf.result;

/** The delay between the planned and the actual sending of requests. */
public record Lateness(double p50, double p99, double max) {}
