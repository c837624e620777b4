package atelier.cart;

import atelier.apidocs.OpenApiPart;
import atelier.metrics.Metrics;
import atelier.write.shopper.ShopperForm;
import atelier.write.shopper.ShopperReply;
import atelier.write.shopper.ShopperRequest;
import atelier.write.shopper.ShopperRoute;
import atelier.write.shopper.ShopperStatements;
import atelier.write.shopper.Upkeep;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The routes of carts, and the deletion of idle carts. */
public final class CartRoutes {
    private static final Duration NEXT_BATCH = Duration.ofSeconds(1);
    private static final Duration NEXT_LOOK = Duration.ofHours(1);

    private final CartSettings settings;
    private final ShopperStatements statements;

    public CartRoutes(CartSettings settings, ShopperStatements statements) {
        this.settings = settings;
        this.statements = statements;
    }

    /** Returns the routes' part of the OpenAPI document. */
    public static OpenApiPart openApi() {
        return OpenApiPart.of(CartRoutes.class, Map.of());
    }

    /** Returns the routes. */
    public List<ShopperRoute> routes() {
        return List.of(ShopperRoute.get("/cart", this::find), ShopperRoute.post("/cart", this::add));
    }

    /** Returns the work in the background that deletes idle carts. */
    public Managed expiry(Metrics metrics) {
        return new Upkeep(
                "cart-expiry",
                statements,
                connection -> CartStatements.expire(connection, settings.days()) == CartStatements.BATCH
                        ? NEXT_BATCH
                        : NEXT_LOOK,
                metrics);
    }

    private CompletableFuture<ShopperReply> find(ShopperRequest request) {
        CartOwner owner = CartOwner.of(request.authorization());
        return statements.read(connection -> ShopperReply.json(CartStatements.find(connection, owner)));
    }

    private CompletableFuture<ShopperReply> add(ShopperRequest request) {
        ShopperForm form = ShopperForm.of("Cart", request.body());
        int sku = form.id("sku_id");
        form.requireNoFaults();
        CartOwner owner = CartOwner.of(request.authorization());
        return statements.run(connection -> switch (CartStatements.add(connection, owner, sku)) {
            case DONE -> ShopperReply.CREATED;
            case UNKNOWN_SKU -> throw form.refusal("sku_id: there is no SKU " + sku);
            case FULL ->
                throw form.refusal("sku_id: the cart is full, because it has " + CartStatements.MOST_SKUS
                        + " other SKUs or " + Integer.MAX_VALUE + " units of this SKU");
        });
    }
}
