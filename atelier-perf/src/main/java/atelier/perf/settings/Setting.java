package atelier.perf.settings;

/** The settings by name, with their text in the documentation. */
public enum Setting {
    TARGET(
            "http://localhost:8080",
            "the service under test: http[s]://host[:port][/prefix], several separated by commas; or embedded"),
    AUTHORITY("none", "a PEM file with the certificate of the private authority that signed those of https targets"),
    PROFILE("steady", "the kind of run, from the table above"),
    RATE("by profile", "requests per second; for capacity at the first level, for stress outside the spike"),
    DURATION("by profile", "measured time, such as 90s, 5m or 1h; for capacity of each level, for replay at most"),
    WARMUP("by profile", "time of the load before, which is not measured; 0s for none"),
    MIX(
            "pages",
            "pages: whole pages, one in fifty with a write; reads: pages without writes, the default if the target is another machine; products: only the products' calls of pages; flat: single requests"),
    IDS("zipf", "distribution of the product ids: uniform, zipf or zipf:0.9 (exponent); with a range: zipf@1..1000"),
    SEED("1", "seed of the random numbers; equal seeds give equal requests at equal times"),
    LOG("none", "the access log for replay, of nginx or Apache, plain or .gz"),
    SPEED("1", "speed of the replay, 2 for twice as fast as logged; -Drate sets a mean rate instead"),
    VOTES("off", "on also replays the votes of the log: they write into the service's database"),
    HTTP("1.1", "1.1: six connections per visitor at most; 2: one HTTP/2 connection per visitor, to an https target"),
    BASELINE("auto", "use of the recorded baseline: auto, compare, record or off"),
    SLO("atelier-perf/slo.yml", "the file with the limits (service level objectives)"),
    ADMIN(
            "by target",
            "admin ports of the nodes, host:port separated by commas, to read the service's own metrics; or none");

    private final String usual;
    private final String meaning;

    Setting(String usual, String meaning) {
        this.usual = usual;
        this.meaning = meaning;
    }

    /** Returns the name of the system property. */
    public String word() {
        return Settings.word(this);
    }

    /** Returns the default, in words. */
    public String usual() {
        return usual;
    }

    public String meaning() {
        return meaning;
    }
}
