package atelier.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.frontends.SharedShop.Shop;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cart and the interactions of published frontends. */
@ExtendWith(SharedShop.class)
class CartAndClicksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sku_id\":1}",
                "{\"sku_id\":\"1\"}",
                "{\"sku_id\":1,\"count\":3}",
                "{\"sku_id\":\"1\",\"count\":\"2\"}",
                "{\"sku_id\":1,\"count\":null}",
                "{\"sku_id\":1,\"user_token\":12345}"
            })
    void everyPostAddsOneUnit(String body, Shop shop) {
        String owner = "ghp_" + Integer.toHexString(body.hashCode());
        assertThat(cart(shop, owner)).isEqualTo(Shop.json("[]"));

        for (int unit = 1; unit <= 2; unit++) {
            HttpResponse<String> response = shop.postAs(owner, Shop.BASE + (unit == 1 ? "/cart" : "/cart/"), body);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            assertThat(response.body()).isEqualTo("Created");
            assertThat(cart(shop, owner)).isEqualTo(Shop.json("[{\"sku_id\":1,\"count\":\"" + unit + "\"}]"));
        }
    }

    @Test
    void aProxyWithoutATokenHasACartToo(Shop shop) {
        int before = shop.read("/cart").size();

        shop.post("/cart", "{\"sku_id\":\"11\"}");
        shop.post("/cart", "{\"sku_id\":2}");

        assertThat(shop.read("/cart")).hasSize(before + 2);
        assertThat(cart(shop, "ghp_other")).isEmpty();
    }

    private static JsonNode cart(Shop shop, String owner) {
        return Shop.json(shop.get(Shop.BASE + "/cart", "Authorization", owner));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sku_id\":null}",
                "{\"sku_id\":\"null\"}",
                "{\"sku_id\":\"undefined\"}",
                "{\"sku_id\":\"\"}",
                "{\"sku_id\":0}",
                "{\"sku_id\":999}",
                "{\"sku_id\":1.5}",
                "{\"sku_id\":[1]}",
                "{\"headers\":{\"Authorization\":\"ghp_x\"},\"data\":{\"item\":{\"sku_id\":1}}}",
                "sku_id=1",
                ""
            })
    void whatNamesNoSkuIsRefused(String body, Shop shop) {
        HttpResponse<String> response = shop.postAs("ghp_refused", "/cart", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(Shop.json(response).get("message").asText()).doesNotContain("ghp_x");
        assertThat(cart(shop, "ghp_refused")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2021-04-21T18:03:11.532Z",
                "1619028191532",
                "Wed, 21 Apr 2021 18:03:11 GMT",
                "18:03:11 GMT+0000 (Coordinated Universal Time)",
                "4/21/2021, 6:03:11\u202fPM",
                "\\\"2021-04-21T18:03:11.532Z\\\"",
                "18:3:11"
            })
    void timeOfAClickMayHaveAnyFormat(String time, Shop shop) {
        String body =
                "{\"element\":\"<button id=\\\"x\\\">Größe</button>\",\"widget\":\"Ratings & Reviews\",\"time\":\""
                        + time + "\"}";

        HttpResponse<String> response = shop.post(Shop.BASE + "/interactions", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
    }

    /** A click on a list sends the list: element.outerHTML. */
    @Test
    void elementMayBeAWholePartOfThePage(Shop shop) {
        String element = "<li>x</li>".repeat(6_000);

        HttpResponse<String> response = shop.post(
                "/interactions/", "{\"element\":\"" + element + "\",\"widget\":\"QA\",\"time\":\"1\",\"user\":1}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(shop.post("/interactions", "{\"element\":\"" + element + element + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"widget\":\"QA\",\"time\":\"1619028191532\"}",
                "{\"element\":\"button\",\"time\":\"1619028191532\"}",
                "{\"element\":\"\",\"widget\":\"QA\",\"time\":\"1\"}",
                "{\"element\":null,\"widget\":\"QA\",\"time\":\"1\"}",
                "{\"params\":{\"element\":\"button\",\"widget\":\"QA\",\"time\":\"1\"}}",
                "{}",
                ""
            })
    void incompleteClicksAreRefused(String body, Shop shop) {
        HttpResponse<String> response = shop.post("/interactions", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(Shop.json(response).get("code").asInt()).isEqualTo(422);
    }

    /** One frontend sends an interaction for each key, and its longest form has 141 of them. */
    @Test
    void aFormThatIsTypedQuicklyIsNotLimited() {
        try (Service limited = new Service(ConfigOverride.config("shoppers.rate", "1"))) {
            Shopper page = new Shopper(limited.port());
            for (int key = 1; key <= 141; key++) {
                HttpResponse<String> response = page.post(
                        Shop.BASE + "/interactions",
                        "{\"element\":\"textarea\",\"widget\":\"Reviews\",\"time\":\"" + key + "\"}");

                assertThat(response.statusCode())
                        .as(key + ": " + response.body())
                        .isEqualTo(201);
            }
        }
    }
}
