package atelier.moderation;

import atelier.apidocs.OpenApiPart;
import atelier.write.WriteTransactions;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.util.Map;

/** The routes by which token holders moderate what shoppers wrote. */
public final class ModerationRoutes {
    private ModerationRoutes() {}

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(ModerationRoutes.class, Map.of());
    }

    /** Registers the routes. */
    public static void install(WriteTransactions transactions, JerseyEnvironment jersey) {
        jersey.register(new ModerationResource(transactions));
    }
}
