package atelier.perf.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Returns the differences to another fingerprint, such as "rate 100, not 700"; empty if both are equal. */
    public List<String> differences(Fingerprint other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "target", target, other.target);
        compareLoads(differences, load.split(", "), other.load.split(", "));
        compare(differences, "catalogue", catalogue, other.catalogue);
        compare(differences, "machine", machine, other.machine);
        compare(differences, "java", java, other.java);
        return differences;
    }

    /** The parts are settings, each with its name. A load of an earlier version may have others. */
    private static void compareLoads(List<String> differences, String[] here, String[] there) {
        Map<String, String> before = new LinkedHashMap<>();
        for (String part : there) {
            before.put(name(part), value(part));
        }
        for (String part : here) {
            String value = before.remove(name(part));
            compare(differences, name(part), value(part), value == null ? "set" : value);
        }
        before.forEach((name, value) -> compare(differences, name, "not set", value));
    }

    private static String name(String part) {
        return isLines(part) ? "lines" : part.replaceFirst(" .*", "");
    }

    private static String value(String part) {
        return isLines(part) ? part.replace(" lines", "") : part.replaceFirst("^[^ ]* ?", "");
    }

    /** The length of a replayed log has its name at the end. */
    private static boolean isLines(String part) {
        return part.endsWith(" lines");
    }

    private static void compare(List<String> differences, String part, String here, String there) {
        if (!here.equals(there)) {
            differences.add("%s %s, not %s".formatted(part, here, there));
        }
    }
}
