package atelier.sample;

import atelier.picture.Colour;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The words of the generated catalogue. */
final class Vocabulary {
    /** At most 11 characters: with a noun of 10 characters and a number, a name has at most 30. */
    static final List<Text> ADJECTIVES = pieces(
            "Baker's",
            "Quiet",
            "Harbour",
            "\"Tuesday\"",
            "Lantern",
            "Orchard",
            "Sailor's",
            "Velvet",
            "Copper",
            "Winter",
            "Juniper",
            "Northern",
            "Paper",
            "Thistle",
            "Gardener's",
            "Halcyon",
            "Pebble",
            "Saffron",
            "Marble",
            "Evening",
            "Cobbled",
            "Drizzle",
            "Feather",
            "Market",
            "Painter's",
            "Riverside",
            "Sunday",
            "Tinker's",
            "Umber",
            "Willow",
            "\"Encore\"",
            "Meridian",
            "Porcelain",
            "Chalk",
            "Ferryman's",
            "Bramble",
            "Salt",
            "Atlas",
            "Moonlit",
            "Plain");

    static final List<Text> SLOGANS = Stream.of(
                    "Made slowly, worn often",
                    "For the walk home, and the long way round",
                    "It's never too early for a second breakfast",
                    "The one they'll ask to borrow",
                    "Rain is only water",
                    "Older every year, and better for it",
                    "Cut once, measured four times",
                    "As seen at no fashion week whatsoever",
                    "Goes with everything you own, nearly",
                    "What the weather ordered",
                    "Don't iron it",
                    "A good friend of bicycles",
                    "Keep it, mend it, hand it down",
                    "Filed under \"cannot do without\"",
                    "Warm hands, clear head",
                    "Somewhere between a promise and a pocket",
                    "Everything you need, and nothing that rattles",
                    "Small batches, large pockets, honest seams, and a label that does not scratch however long the day is",
                    "Looks best by lamplight",
                    "Your grandmother's favourite, probably",
                    "Fits in the hand luggage",
                    "Ready when you aren't",
                    "For people who say \"just one more page\"",
                    "Softer than the small print")
            .map(Text::quoted)
            .toList();

    static final List<Text> SENTENCES = pieces(
            "We drew it on the back of an envelope, and changed very little afterwards.",
            "The cloth comes from a mill that still rings a bell at noon.",
            "Wear it three times before you decide; it takes that long to learn your shape.",
            "There are no hidden zips, no slogans, and no reason to hurry.",
            "It's lined where it matters and left alone where it doesn't.",
            "Our cutter calls this one \"the diplomat\", because it gets along with everybody.",
            "Expect the colour to soften a little after the first summer.",
            "Every button is sewn on by hand, with a spare one under the hem.",
            "If it comes apart, send it back and we'll put it together again.",
            "A dry brush does more for it than any machine.",
            "The pattern is older than the workshop, the thread is newer than the shears.",
            "You will find one pocket more than you expected.",
            "Made for draughty stations, late concerts and early ferries.",
            "It packs flat, shakes out well and forgives a careless suitcase.",
            "We make forty of these a month, and never forty-one.",
            "Between sizes? Take the larger, and thank us in November.",
            "The dye is plant-based, so no two batches are quite the same.",
            "Tested on cobbles, on gravel and, by accident, in a canal.",
            "The first sample went to a lighthouse keeper, who hasn't returned it.",
            "Good with a plain shirt, better with a loud one.",
            "Stitched with a waxed thread that won't mind a shower.",
            "It was called \"number nine\" on the drawing board, and the name nearly stayed.",
            "Light enough to forget, warm enough to remember.",
            "Comes in a cotton bag that you will use for apples.");

    private static final List<Text> COLOURS =
            Colour.ALL.stream().map(Colour::name).map(Text::piece).toList();

    private static final Text AND = Text.piece(" & ");

    /** Writes one colour or two: 420 names, which repeat as in a real catalogue. Returns the colours. */
    static Colours writeStyleName(CsvFile row, SplittableRandom random) throws IOException {
        Colours colours = Colours.draw(random);
        row.quote().piece(COLOURS.get(colours.first()));
        if (colours.hasSecond()) {
            row.piece(AND).piece(COLOURS.get(colours.second()));
        }
        row.unquote();
        return colours;
    }

    /** One colour or two, by their places in {@link Colour#ALL}. */
    record Colours(int first, int second) {
        private static final int NONE = -1;

        static Colours draw(SplittableRandom random) {
            int first = random.nextInt(COLOURS.size());
            return new Colours(first, random.nextInt(5) < 3 ? random.nextInt(COLOURS.size()) : NONE);
        }

        boolean hasSecond() {
            return second != NONE;
        }
    }

    private Vocabulary() {}

    static <T> T any(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<Text> pieces(String... pieces) {
        return Stream.of(pieces).map(Text::piece).toList();
    }
}
