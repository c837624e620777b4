package atelier.perf.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts Gatling in a process like this one, as its Maven plugin does. */
final class GatlingProcess {
    private static final String SIMULATION = "atelier.perf.simulation.AtelierSimulation";
    /** Its report takes some seconds for a million requests. */
    private static final long LONGEST_PAGES_SECONDS = 300;

    private GatlingProcess() {}

    /** Starts the simulation again, with one more option for the JVM. */
    static Process simulation(String option, Path reports) throws IOException {
        return builder(List.of(option), "-s", SIMULATION, "-rf", reports.toString())
                .inheritIO()
                .start();
    }

    /**
     * Makes Gatling's own pages from its log. Gatling would do so at the end of the simulation, but the verdict shall not wait for them.
     *
     * @return whether they were written
     */
    static boolean pages(String run, Path reports) throws IOException, InterruptedException {
        Process pages = builder(List.of(), "-ro", run, "-rf", reports.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!pages.waitFor(LONGEST_PAGES_SECONDS, TimeUnit.SECONDS)) {
            pages.destroyForcibly();
            return false;
        }
        return pages.exitValue() == 0;
    }

    private static ProcessBuilder builder(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
