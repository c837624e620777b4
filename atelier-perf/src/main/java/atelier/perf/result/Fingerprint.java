package atelier.perf.result;

import java.util.ArrayList;
import java.util.List;

/**
 * The conditions that two comparable runs share.
 *
 * @param target the service under test; {@code embedded} without its port
 * @param load profile, rate, durations and the distribution of ids
 * @param catalogue the size of the catalogue
 * @param machine processor, cores and memory of the machine that sent the load
 * @param java the major version of the JDK that sent the load
 */
public record Fingerprint(String target, String load, String catalogue, String machine, String java) {

    /** Returns the differences to another fingerprint, in words; empty if both are equal. */
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
