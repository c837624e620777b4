package atelier.sample;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A picture in two sizes. There are few pictures, so many photos show the same. */
record Picture(Text url, Text thumbnail, Text unclosedThumbnail) {
    private static final List<String> SUBJECTS = List.of(
            "linen-on-a-rail",
            "boots-by-the-door",
            "scarf-in-the-wind",
            "folded-knitwear",
            "buttons-in-a-jar",
            "hat-on-a-hook",
            "bicycle-and-coat",
            "thread-and-shears",
            "bag-on-a-bench",
            "collar-up-close",
            "stairs-in-spring",
            "tailor-at-noon");
    private static final int VIEWS = 3;

    static final List<Picture> ALL = IntStream.range(0, SUBJECTS.size() * VIEWS)
            .mapToObj(Picture::number)
            .toList();

    private static Picture number(int number) {
        String subject = SUBJECTS.get(number / VIEWS);
        String base = String.format(
                Locale.ROOT,
                "https://images.atelier.example/photographs/%s-%d?ixid=%08x&auto=format&fit=crop&crop=entropy",
                subject,
                number % VIEWS + 1,
                (number + 1) * 0x9E3779B9);
        String url = base + "&cs=srgb&dpr=1&w=" + (900 + number * 53) + "&q=80";
        String thumbnail = base + "&cs=srgb&dpr=1&w=300&q=80";
        return new Picture(Text.quoted(url), Text.quoted(thumbnail), Text.unclosed(thumbnail));
    }
}
