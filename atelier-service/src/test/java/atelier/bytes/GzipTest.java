package atelier.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipTest {
    private final Random random = new Random(1);

    /** The JDK reads what we write, with its checksum and its length. */
    private static void assertExpands(byte[] text, int length) throws IOException {
        byte[] compressed = Gzip.compressFast(text, length);
        byte[] expected = Arrays.copyOf(text, length);
        try (GZIPInputStream expanded = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            assertThat(expanded.readAllBytes()).isEqualTo(expected);
        }
        assertThat(Gzip.expand(compressed)).isEqualTo(expected);
        assertThat(Gzip.length(compressed)).isEqualTo(length);
    }

    /** Of few different bytes, so that there are matches of every length and distance. */
    private byte[] repeatingText(int length, int words) {
        byte[][] vocabulary = new byte[words][];
        for (int i = 0; i < words; i++) {
            vocabulary[i] = new byte[1 + random.nextInt(300)];
            random.nextBytes(vocabulary[i]);
        }
        GrowingBytes text = new GrowingBytes(length);
        while (text.length() < length) {
            text.add(vocabulary[random.nextInt(words)]);
        }
        return Arrays.copyOf(text.array(), length);
    }

    @Test
    void textsOfEveryLengthExpand() throws IOException {
        byte[] same = new byte[700];
        byte[] different = new byte[700];
        random.nextBytes(different);
        byte[] json = "{\"style_id\":1,\"name\":\"Forest & Black\",\"sale_price\":null,\"größe\":\"42\"},"
                .repeat(10)
                .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= 700; length++) {
            assertExpands(same, length);
            assertExpands(different, length);
            assertExpands(json, length);
        }
    }

    @Test
    void textsOnBothSidesOfTheLongestShortOneExpand() throws IOException {
        for (int length : new int[] {
            ShortDeflater.LONGEST - 1, ShortDeflater.LONGEST, ShortDeflater.LONGEST + 1, 10 * ShortDeflater.LONGEST
        }) {
            assertExpands(repeatingText(length, 3), length);
            assertExpands(repeatingText(length, 200), length);
            assertExpands(new byte[length], length);
        }
    }

    @Test
    void matchesOfEveryLengthAndDistanceExpand() throws IOException {
        for (int round = 0; round < 2_000; round++) {
            byte[] text = repeatingText(1 + random.nextInt(ShortDeflater.LONGEST), 1 + random.nextInt(40));
            assertExpands(text, text.length);
        }
    }

    /** Positions are remembered from text to text as ever larger numbers. */
    @Test
    @FullTier("compresses four gigabytes")
    void oneDeflaterCompressesMoreBytesThanAnIntegerCounts() {
        ShortDeflater deflater = new ShortDeflater();
        byte[] text = new byte[ShortDeflater.LONGEST];
        byte[] first = new byte[ShortDeflater.bound(text.length)];
        int end = deflater.compress(text, text.length, first, 0);
        byte[] later = new byte[first.length];
        for (long count = 0; count <= 1L << 32; count += text.length) {
            assertThat(deflater.compress(text, text.length, later, 0)).isEqualTo(end);
        }
        assertThat(later).isEqualTo(first);
    }

    @Test
    void equalTextsAreCompressedToEqualBytes() {
        byte[] text = repeatingText(5_000, 5);
        byte[] compressed = Gzip.compressFast(text, text.length);
        Gzip.compressFast(repeatingText(5_000, 5), 5_000);
        assertThat(Gzip.compressFast(text, text.length)).isEqualTo(compressed);
    }

    @Test
    void textsThatCannotBeCompressedGrowByAnEighthAtMost() {
        byte[] noise = new byte[ShortDeflater.LONGEST];
        random.nextBytes(noise);
        assertThat(Gzip.compressFast(noise, noise.length)).hasSizeLessThan(noise.length / 8 * 9 + 30);
    }
}
