import atelier.bytes.Gzip;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compares the compression of an import with zlib's, and what inflates both:
 * {@code java -cp atelier-service.jar CompressStyles.java URL PRODUCTS}.
 *
 * <p>Reads the styles of the first products from a running service, and compresses them one by one on one thread, in turns. Prints the
 * median round of each, in microseconds for one text, and the size in hundredths of the JSON.
 */
public class CompressStyles {
    private static final int ROUNDS = 40;

    private record Way(String name, UnaryOperator<byte[]> compress, List<Double> compressing, List<Double> inflating) {
        Way(String name, UnaryOperator<byte[]> compress) {
            this(name, compress, new ArrayList<>(), new ArrayList<>());
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<byte[]> texts = texts(arguments[0], Integer.parseInt(arguments[1]));
        List<Way> ways = List.of(
                new Way("fixed code", text -> Gzip.compressFast(text, text.length)),
                new Way("zlib, fastest level", new Zlib(Deflater.BEST_SPEED)),
                new Way("zlib, default level", new Zlib(Deflater.DEFAULT_COMPRESSION)));
        for (int round = 0; round < ROUNDS; round++) {
            for (Way way : ways) {
                List<byte[]> files = new ArrayList<>();
                way.compressing.add(microseconds(texts, text -> files.add(way.compress.apply(text))));
                way.inflating.add(microseconds(files, Gzip::expand));
            }
        }
        long size = texts.stream().mapToLong(text -> text.length).sum();
        System.out.printf(Locale.ROOT, "%d texts of %d bytes on average%n", texts.size(), size / texts.size());
        for (Way way : ways) {
            long compressed = texts.stream().mapToLong(text -> way.compress.apply(text).length).sum();
            System.out.printf(
                    Locale.ROOT,
                    "%-20s compress %5.1f us, inflate %5.1f us, size %.1f %%%n",
                    way.name,
                    median(way.compressing),
                    median(way.inflating),
                    100.0 * compressed / size);
        }
    }

    private static List<byte[]> texts(String url, int products) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        List<byte[]> texts = new ArrayList<>();
        for (int id = 1; id <= products; id++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/products/" + id + "/styles")).build();
            texts.add(client.send(request, BodyHandlers.ofByteArray()).body());
        }
        return texts;
    }

    private interface Work {
        void on(byte[] text) throws Exception;
    }

    private static double microseconds(List<byte[]> texts, Work work) throws Exception {
        long start = System.nanoTime();
        for (byte[] text : texts) {
            work.on(text);
        }
        return (System.nanoTime() - start) / 1e3 / texts.size();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** One deflater for all texts, in gzip's format. */
    private static final class Zlib implements UnaryOperator<byte[]> {
        private final Deflater deflater;
        private final byte[] buffer = new byte[1 << 17];

        Zlib(int level) {
            deflater = new Deflater(level, true);
        }

        @Override
        public byte[] apply(byte[] text) {
            deflater.reset();
            deflater.setInput(text);
            deflater.finish();
            int length = deflater.deflate(buffer, 0, buffer.length - 10);
            CRC32 checksum = new CRC32();
            checksum.update(text);
            ByteBuffer file = ByteBuffer.allocate(10 + length + 8).order(ByteOrder.LITTLE_ENDIAN);
            file.put(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF}).put(buffer, 0, length);
            return file.putInt((int) checksum.getValue()).putInt(text.length).array();
        }
    }
}
