package atelier.sample;

import atelier.picture.Colour;
import atelier.picture.Scene;
import atelier.sample.Department.Category;
import atelier.sample.Vocabulary.Colours;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Writes the URLs of pictures, which the service draws. They are about as long as those of the published files. */
final class PictureUrls {
    private static final int FULL_WIDTH = 1200;
    private static final int THUMBNAIL_WIDTH = 300;

    private static final Text IN = Text.piece("-in-");
    private static final Text AND = Text.piece("-and-");
    private static final Text HYPHEN = Text.piece("-");
    private static final Text EXTENSION = Text.piece(".svg?auto=format&fit=crop&q=80&w=");
    private static final List<Text> COLOURS =
            Colour.ALL.stream().map(Colour::slug).map(Text::piece).toList();
    private static final List<Text> SCENES =
            Stream.of(Scene.values()).map(Scene::slug).map(Text::piece).toList();

    private final Text prefix;

    /** Creates URLs below the address of a service. */
    PictureUrls(String address) {
        prefix = Text.piece(address + "/pictures/");
    }

    /** Returns a number that stands for a scene. */
    static int scene(SplittableRandom random) {
        return random.nextInt(SCENES.size());
    }

    /** Returns the scene of the next picture of the same style. */
    static int after(int scene) {
        return (scene + 1) % SCENES.size();
    }

    /** Writes the URL of a large picture as a field. */
    void write(CsvFile row, Category category, Colours colours, int scene) throws IOException {
        begin(row, category, colours, scene, FULL_WIDTH);
        row.unquote();
    }

    /** Writes the URL of a small picture as a field. */
    void writeThumbnail(CsvFile row, Category category, Colours colours, int scene, boolean closed) throws IOException {
        begin(row, category, colours, scene, THUMBNAIL_WIDTH);
        if (closed) {
            row.unquote();
        }
    }

    private void begin(CsvFile row, Category category, Colours colours, int scene, int width) throws IOException {
        row.quote().piece(prefix).piece(category.slug()).piece(IN).piece(COLOURS.get(colours.first()));
        if (colours.hasSecond()) {
            row.piece(AND).piece(COLOURS.get(colours.second()));
        }
        row.piece(HYPHEN).piece(SCENES.get(scene)).piece(EXTENSION).pieceNumber(width);
    }
}
