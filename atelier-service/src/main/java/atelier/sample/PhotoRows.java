package atelier.sample;

import atelier.sample.Department.Category;
import atelier.sample.Vocabulary.Colours;
import java.io.IOException;
import java.util.SplittableRandom;

/** Writes the photos that shoppers add to a review or an answer. */
final class PhotoRows {
    private final Table photos;
    private final Distribution counts;
    private final PictureUrls pictures;

    /** Creates a writer that gives an owner a number of photos drawn from a distribution. */
    PhotoRows(Table photos, Distribution counts, PictureUrls pictures) {
        this.photos = photos;
        this.counts = counts;
        this.pictures = pictures;
    }

    void write(SplittableRandom random, Category category, long owner, boolean orphan) throws IOException {
        int count = counts.draw(random);
        if (count == 0) {
            return;
        }
        Colours colours = Colours.draw(random);
        int scene = PictureUrls.scene(random);
        for (int index = 0; index < count; index++) {
            Dirt dirt = photos.next(orphan, index + 1 < count);
            photo(owner, category, colours, scene, dirt);
            scene = PictureUrls.after(scene);
            if (dirt == Dirt.REPEATED_KEY) {
                photos.repeatKey();
                photo(owner, category, colours, scene, Dirt.NONE);
            }
        }
    }

    private void photo(long owner, Category category, Colours colours, int scene, Dirt dirt) throws IOException {
        CsvFile row = photos.row().number(photos.id()).number(dirt, photos.parent(dirt, owner));
        if (dirt != Dirt.SHORT_ROW) {
            pictures.write(row, category, colours, scene);
        }
        if (dirt == Dirt.LONG_ROW) {
            row.field(Text.SURPLUS);
        }
    }
}
