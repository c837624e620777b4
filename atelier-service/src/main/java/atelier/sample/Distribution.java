package atelier.sample;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws a small number: {@code parts[n]} of ten thousand draws return n. */
final class Distribution {
    private static final int PARTS = 10_000;

    private final byte[] values = new byte[PARTS];

    Distribution(int... parts) {
        int from = 0;
        for (int value = 0; value < parts.length; value++) {
            int to = from + parts[value];
            Arrays.fill(values, from, to, (byte) value);
            from = to;
        }
        if (from != PARTS) {
            throw new IllegalArgumentException("The parts add up to " + from + ", not to " + PARTS);
        }
    }

    int draw(SplittableRandom random) {
        return values[random.nextInt(PARTS)];
    }
}
