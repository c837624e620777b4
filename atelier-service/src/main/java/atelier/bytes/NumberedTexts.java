package atelier.bytes;

/** Lists of numbers with a JSON text behind each: {@code 17,"first",18,"second"}. The photos of a review or an answer are stored so. */
public final class NumberedTexts {
    private NumberedTexts() {}

    /** Adds the texts, with commas between them. */
    public static void addTexts(byte[] list, int from, int to, GrowingBytes target) {
        for (int at = from; at < to; ) {
            int text = behindNumber(list, at);
            int end = behindText(list, text);
            target.add(at == from ? "" : ",").add(list, text, end);
            at = end + 1;
        }
    }

    /** Returns the position of the text behind the number at a position. */
    public static int behindNumber(byte[] list, int number) {
        int at = number;
        while (list[at] != ',') {
            at++;
        }
        return at + 1;
    }

    /** Returns the position behind the JSON text at a position. */
    public static int behindText(byte[] list, int text) {
        int at = text + 1;
        while (list[at] != '"') {
            at += list[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
