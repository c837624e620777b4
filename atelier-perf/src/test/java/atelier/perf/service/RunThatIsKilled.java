package atelier.perf.service;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run that starts the service, prints its address, and waits until it is killed. */
final class RunThatIsKilled {
    private RunThatIsKilled() {}

    /** The arguments: the project, the service's data folder. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedService service =
                EmbeddedService.start(Path.of(arguments[0]), Path.of(arguments[1]), Map.of("DEMO_PRODUCTS", "100"));
        System.out.println(service.baseUrl());
        TimeUnit.MINUTES.sleep(5);
        service.close();
    }
}
