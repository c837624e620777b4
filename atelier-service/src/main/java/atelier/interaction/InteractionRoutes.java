package atelier.interaction;

import atelier.apidocs.OpenApiPart;
import atelier.metrics.Metrics;
import atelier.write.shopper.ShopperForm;
import atelier.write.shopper.ShopperReply;
import atelier.write.shopper.ShopperRequest;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperStatements;
import atelier.write.shopper.Upkeep;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The route of interactions, and the partitions that hold them. */
public final class InteractionRoutes {
    private static final String INSERT = """
            INSERT INTO shop.interaction (written_at, element, widget, time) VALUES (now(), ?, ?, ?)
            """;

    private static final String KEEP = "SELECT shop.keep_interactions(?)";

    private static final Duration NEXT_LOOK = Duration.ofHours(1);
    /** Another node does it at the moment, or somebody uses the tables. Partitions are created days ahead. */
    private static final Duration NEXT_ATTEMPT = Duration.ofMinutes(1);

    private final InteractionSettings settings;
    private final ShopperStatements statements;

    public InteractionRoutes(InteractionSettings settings, ShopperStatements statements) {
        this.settings = settings;
        this.statements = statements;
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(InteractionRoutes.class, Map.of());
    }

    /** Returns the route. */
    public List<ShopperRoute> routes() {
        return List.of(ShopperRoute.post("/interactions", this::write));
    }

    /** Returns the work in the background that creates the partitions of the next days and drops old ones. */
    public Managed partitions(Metrics metrics) {
        return new Upkeep(
                "interaction-partitions",
                statements,
                connection -> keep(connection) ? NEXT_LOOK : NEXT_ATTEMPT,
                metrics);
    }

    private CompletableFuture<ShopperReply> write(ShopperRequest request) {
        ShopperForm form = ShopperForm.of("Interaction", request.body());
        String element = form.nonEmptyText("element");
        String widget = form.nonEmptyText("widget");
        String time = form.nonEmptyText("time");
        form.requireNoFaults();
        return settings.areKept()
                ? statements.run(connection -> insert(connection, element, widget, time))
                : CompletableFuture.completedFuture(ShopperReply.CREATED);
    }

    private static ShopperReply insert(Connection connection, String element, String widget, String time)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, element);
            statement.setString(2, widget);
            statement.setString(3, time);
            statement.executeUpdate();
            return ShopperReply.CREATED;
        }
    }

    private boolean keep(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
            statement.setInt(1, settings.days());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }
}
