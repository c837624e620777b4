package atelier.perf.result;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to be the same for two runs to be comparable.
 *
 * @param target where the load went; {@code embedded} without its port
 * @param load profile, rate, durations and the distribution of ids
 * @param catalogue how many products the target had
 * @param machine processor, cores and memory of the machine that made the load
 * @param java major version of the JDK that made the load
 */
public record Fingerprint(String target, String load, String catalogue, String machine, String java) {

    /** In which parts the other one differs, in plain words; empty if the two are equal. */
    public List<String> differences(Fingerprint other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "target", target, other.target);
        compare(differences, "load", load, other.load);
        compare(differences, "catalogue", catalogue, other.catalogue);
        compare(differences, "machine", machine, other.machine);
        compare(differences, "java", java, other.java);
        return differences;
    }

    private static void compare(List<String> differences, String part, String here, String there) {
        if (!here.equals(there)) {
            differences.add("%s: %s here, %s there".formatted(part, here, there));
        }
    }
}
