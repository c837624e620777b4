package atelier.perf.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a node's JVM runs. */
enum Jvm {
    /** Starts with the least processor time, for tests of what a node does and not of how fast it is. */
    SHORT_LIVED,
    /** Compiles and warms up as in production. */
    PRODUCTION;

    static final String JAR = "atelier-service/target/atelier-service.jar";

    /** Returns the command line that runs the packaged service, from the project's folder, with some arguments. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (this == SHORT_LIVED) {
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
            command.addAll(ServiceArchive.options());
        }
        command.addAll(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-jar", JAR));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns the settings that a node has unless its test gives others. */
    Map<String, String> settings() {
        return this == SHORT_LIVED ? Map.of("WARM_UP_REQUESTS", "0") : Map.of();
    }
}
