import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * The least that a Dropwizard application does: {@code java -cp atelier-service.jar:CLASSES BareDropwizard server CONFIGURATION} responds
 * to {@code GET /} with 2,400 bytes.
 */
public class BareDropwizard extends Application<Configuration> {
    public static void main(String[] arguments) throws Exception {
        new BareDropwizard().run(arguments);
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment.jersey().register(new Hello());
    }

    @Path("/")
    public static class Hello {
        private final String body = "x".repeat(2_400);

        @GET
        @Produces(MediaType.APPLICATION_JSON)
        public String get() {
            return body;
        }
    }
}
