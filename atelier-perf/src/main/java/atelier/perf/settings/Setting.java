package atelier.perf.settings;

/** The settings by name, with what stands in the documentation about them. */
public enum Setting {
    TARGET(
            "http://localhost:8080",
            "where the load goes: http://host[:port][/prefix], several separated by commas, or embedded"),
    PROFILE("steady", "the kind of run"),
    RATE("by profile", "requests per second; of the first level (capacity), outside of the spike (stress)"),
    DURATION("by profile", "length of what is measured; of one level (capacity), at most (replay): 90s, 5m, 1h"),
    WARMUP("by profile", "length of the load that comes first and is not counted, 0s for none"),
    MIX("pages", "pages: bursts of product pages; flat: single requests"),
    IDS("zipf", "which products: uniform, zipf or zipf:0.9 (exponent), with @1..1000 for a range of ids"),
    SEED("1", "equal seeds ask for the same products at the same times"),
    LOG("none", "the access log for replay, plain or .gz"),
    SPEED("1", "how many times as fast as it was recorded a log is replayed; rate instead scales it to a mean rate"),
    BASELINE("auto", "auto, compare, record or off: what is done with reports/baselines"),
    SLO("atelier-perf/slo.yml", "the file with the limits"),
    ADMIN(
            "by target",
            "admin ports of the nodes, host:port separated by commas, for the service's own figures; none for none");

    private final String usual;
    private final String meaning;

    Setting(String usual, String meaning) {
        this.usual = usual;
        this.meaning = meaning;
    }

    /** The name as it is given with {@code -D}. */
    public String word() {
        return Settings.word(this);
    }

    /** What holds when it is not given. */
    public String usual() {
        return usual;
    }

    public String meaning() {
        return meaning;
    }
}
