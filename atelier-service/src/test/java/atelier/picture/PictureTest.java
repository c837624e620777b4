package atelier.picture;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

@SuppressWarnings("NullAway.Init") // JUnit calls start first.
@ExtendWith(RunningService.class)
class PictureTest {
    private static final String NAME = "/pictures/jumper-in-moss-and-cream-by-the-window.svg";

    private static Service service;

    private final Drawings drawings = new Drawings();

    @BeforeAll
    static void start() {
        service = new Service(ConfigOverride.config("demo.products", "1"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyPictureIsWellFormedAndLoadsNothing() throws Exception {
        DocumentBuilder parser = parser();
        for (String thing : drawings.things()) {
            for (Colour first : Colour.ALL) {
                for (Scene scene : Scene.values()) {
                    String name = thing + "-in-" + first.slug() + "-and-cream-" + scene.slug();
                    String svg = draw(name, 400);
                    Element root =
                            parser.parse(new InputSource(new StringReader(svg))).getDocumentElement();

                    assertThat(root.getTagName()).isEqualTo("svg");
                    assertThat(svg).contains(first.rgb()).doesNotContain("@", "href", "style", "<script", "NaN");
                }
            }
        }
    }

    @Test
    void picturesDifferByProductColourAndScene() {
        Set<String> pictures = new HashSet<>();
        for (String thing : drawings.things()) {
            pictures.add(draw(thing + "-in-moss-up-close", 400));
        }
        for (Colour colour : Colour.ALL) {
            pictures.add(draw("belt-in-" + colour.slug() + "-in-the-studio", 400));
            pictures.add(draw("belt-in-moss-and-" + colour.slug() + "-in-the-studio", 400));
        }
        for (Scene scene : Scene.values()) {
            pictures.add(draw("fedora-in-rust-" + scene.slug(), 400));
        }

        assertThat(drawings.things()).hasSize(28);
        // If both colours are equal, the picture has only one, so one picture occurs twice.
        assertThat(pictures).hasSize(28 + 20 + 20 + 4 - 1);
    }

    @Test
    void pictureIsTheSameEachTime() throws Exception {
        HttpResponse<String> first = service.get(NAME);
        HttpResponse<String> second = service.get("/api/fec2/hr-lax" + NAME + "?w=800&q=80");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(first.headers().firstValue("Cache-Control"))
                .contains("public, max-age=2592000, stale-while-revalidate=86400");
        assertThat(first.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'; sandbox");
        assertThat(first.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(first.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("ETag"))
                .isPresent()
                .isEqualTo(first.headers().firstValue("ETag"));
    }

    @ParameterizedTest
    @CsvSource({
        "w=300, 300, 375",
        "w=1200, 1200, 1500",
        "w=, 800, 1000",
        "w=abc, 800, 1000",
        "w=-5, 800, 1000",
        "w=0, 16, 20",
        "w=999999, 2000, 2500",
        "w=99999999999999999999, 2000, 2500",
        "width=3, 800, 1000"
    })
    void widthIsBounded(String query, String width, String height) throws Exception {
        HttpResponse<String> picture = service.get(NAME + "?" + query);

        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.body()).contains(" width=\"" + width + "\" height=\"" + height + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jumper-in-moss-by-the-window.png",
                "jumper-in-moss-by-the-window",
                "jumper-in-moss.svg",
                "jumper-in-puce-by-the-window.svg",
                "jumper-in-moss-and-puce-by-the-window.svg",
                "yacht-in-moss-by-the-window.svg",
                "JUMPER-in-moss-by-the-window.svg",
                "%3Csvg%3E-in-moss-by-the-window.svg",
                ".svg",
                "things.txt"
            })
    void unknownNameReturns404AsJson(String name) throws Exception {
        HttpResponse<String> missing = service.get("/pictures/" + name);

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).startsWith("{\"code\":404,");
    }

    @Test
    void thereAreNoPicturesWithoutADemo(Service withoutDemo) throws Exception {
        assertThat(withoutDemo.get(NAME).statusCode()).isEqualTo(404);
        assertThat(withoutDemo.get("/openapi.json").body()).doesNotContain("/pictures/");
    }

    @Test
    void titleSaysWhatThePictureShows() {
        assertThat(draw("trousers-in-bottle-green-and-dove-on-the-table", 400))
                .contains("<title>trousers in bottle green and dove, on the table</title>");
    }

    @Test
    void linesOfDarkProductsAreLighterThanThey() {
        assertThat(colour("Raven").lines()).isGreaterThan(colour("Raven").rgb());
        assertThat(colour("Cream").lines()).isLessThan(colour("Cream").rgb());
    }

    private static Colour colour(String name) {
        return Colour.ALL.stream()
                .filter(colour -> colour.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String draw(String name, int width) {
        return new String(drawings.draw(name, width).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder();
    }
}
