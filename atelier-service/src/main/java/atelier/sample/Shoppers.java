package atelier.sample;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Writes the names and the email addresses of shoppers. */
final class Shoppers {
    private static final List<Text> FIRST = pieces(
            "quiet", "early", "rainy", "late", "second", "damp", "spare", "north", "minor", "brisk", "left", "plain",
            "mild", "odd", "sunday", "loyal", "idle", "local", "tall", "patient", "distant", "upper", "candid",
            "stray");
    private static final List<Text> SECOND = pieces(
            "badger",
            "teapot",
            "umbrella",
            "biscuit",
            "lighthouse",
            "kettle",
            "wren",
            "postman",
            "marmalade",
            "ferry",
            "hedgehog",
            "thimble",
            "cellist",
            "turnip",
            "heron",
            "bicycle",
            "crumpet",
            "gardener",
            "puffin",
            "lantern",
            "sexton",
            "cardigan",
            "otter",
            "librarian",
            "moth",
            "bramble");
    private static final List<Text> DOMAINS = pieces("@example.com", "@example.org", "@example.net");
    private static final Text SELLER = Text.piece("Seller");
    private static final Text SELLER_EMAIL = Text.piece("bench@example.com");

    private static final int PERCENT_WITH_NUMBER = 55;

    private Shoppers() {}

    /** Writes a name and an email address as two fields. */
    static void write(CsvFile row, SplittableRandom random, boolean withEmail) throws IOException {
        Text first = Vocabulary.any(FIRST, random);
        Text second = Vocabulary.any(SECOND, random);
        int number = random.nextInt(100) < PERCENT_WITH_NUMBER ? random.nextInt(100) : -1;
        name(row.quote(), first, second, number).unquote();
        Text domain = Vocabulary.any(DOMAINS, random);
        if (withEmail) {
            name(row.quote(), first, second, number).piece(domain).unquote();
        } else {
            row.field(Text.NULL);
        }
    }

    /** Writes the name and the email address of the seller. */
    static void writeSeller(CsvFile row, boolean withEmail) throws IOException {
        row.quote().piece(SELLER).unquote();
        if (withEmail) {
            row.quote().piece(SELLER_EMAIL).unquote();
        } else {
            row.field(Text.NULL);
        }
    }

    private static CsvFile name(CsvFile row, Text first, Text second, int number) throws IOException {
        row.piece(first).piece(second);
        return number < 0 ? row : row.pieceNumber(number);
    }

    private static List<Text> pieces(String... pieces) {
        return Stream.of(pieces).map(Text::piece).toList();
    }
}
