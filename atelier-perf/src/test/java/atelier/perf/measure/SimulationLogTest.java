package atelier.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.perf.result.Figures;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationLogTest {
    private static final String VERSION = "3.15.1";

    private static final Map<String, AtomicInteger> SERVED = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;

    private static Path log;
    private static long before;
    private static long after;

    @BeforeAll
    static void runGatling() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            SERVED.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
            byte[] body = "zażółć".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals(TinySimulation.BROKEN) ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            before = System.currentTimeMillis();
            java(
                    "-Dserver=http://127.0.0.1:" + server.getAddress().getPort(),
                    "-Dnobody=http://127.0.0.1:" + closedPort(),
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=9",
                    "io.gatling.app.Gatling",
                    "-s",
                    TinySimulation.class.getName(),
                    "-rf",
                    folder.toString(),
                    "-nr");
            after = System.currentTimeMillis();
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.find(folder, 2, (file, is) -> file.endsWith("simulation.log"))) {
            log = files.findFirst().orElseThrow();
        }
    }

    @Test
    void recordsAreThoseOfGatlingsOwnReader() throws Exception {
        Path theirs = folder.resolve("records");
        java(GatlingsReader.class.getName(), log.toString(), theirs.toString());
        Records ours = new Records();

        assertThat(ours.read(log)).isTrue();
        assertThat(ours.lines).isEqualTo(Files.readAllLines(theirs));
    }

    @Test
    void measurementHasTheRequestsOfTheServer() throws Exception {
        Measurement measurement = Measurement.of(log, before, after);

        assertThat(measurement.complete()).isTrue();
        assertThat(measurement.routes().keySet())
                .containsExactlyInAnyOrder("GET /greeting", "日本語 Ж", "crème brûlée", "nobody");
        assertThat(SERVED.get(TinySimulation.SILENT)).hasValue(TinySimulation.USERS);
        assertThat(SERVED.get(TinySimulation.GREETING)).hasValue(2 * TinySimulation.USERS);
        assertThat(route(measurement, "GET /greeting").requests()).isEqualTo(TinySimulation.USERS);
        assertThat(route(measurement, "GET /greeting").errors()).isZero();
        assertThat(route(measurement, "日本語 Ж").errorsByKind())
                .hasSize(1)
                .containsValue((long) TinySimulation.USERS)
                .hasKeySatisfying(containing("żółw"));
        assertThat(route(measurement, "crème brûlée").errorsByKind())
                .hasKeySatisfying(containing("503"))
                .hasSize(1);
        assertThat(route(measurement, "nobody").errors()).isEqualTo(5);
        assertThat(measurement.overall().requests()).isEqualTo(3 * TinySimulation.USERS + 5);
        assertThat(measurement.simulationErrors())
                .hasSize(1)
                .containsValue((long) TinySimulation.USERS)
                .hasKeySatisfying(containing("missing"));
    }

    @Test
    void logCutOffAtAnyByteIsIncompleteOrRefused() throws Exception {
        byte[] whole = Files.readAllBytes(log);
        Path cut = folder.resolve("cut");
        int refused = 0;
        // The beginning has every kind of record. The last bytes are the end of the last user.
        for (int length : lengths(whole.length)) {
            Files.write(cut, Arrays.copyOf(whole, length));
            try {
                assertThat(new Records().read(cut)).as("%d bytes", length).isFalse();
            } catch (IOException e) {
                refused++;
                assertThat(e).as("%d bytes", length).hasMessageContaining("contains no run");
            }
        }

        assertThat(refused).isBetween(50, 1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.14.9", "3.16.0", "3.150.1", "4.0.0", ""})
    void logOfAnotherVersionIsRefused(String version) throws Exception {
        Path other = write(header(version));

        assertThatIOException()
                .isThrownBy(() -> SimulationLog.open(other))
                .withMessage(
                        other + ": written by Gatling " + version + ", but only the format of 3.15.x is supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "\u0001\u0002\u0003", "{\"a\": 1}"})
    void otherFilesAreRefused(String content) throws Exception {
        Path other = Files.writeString(folder.resolve("other"), content);

        assertThatIOException().isThrownBy(() -> SimulationLog.open(other)).withMessage(other + ": not a Gatling log");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 1_048_577, Integer.MAX_VALUE})
    void textsOfInvalidLengthAreRefused(int length) throws Exception {
        DataOutputStream out = header(VERSION);
        error(out, 1, length);

        assertThatIOException().isThrownBy(() -> new Records().read(write(out))).withMessageContaining("broken");
    }

    @Test
    void memoryIsAllocatedOnlyForTextThatExists() throws Exception {
        DataOutputStream out = header(VERSION);
        error(out, 1, 1_000_000);

        assertThat(new Records().read(write(out))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 1", "-2147483648, 2147483648"})
    void referencesToUnknownTextsAreRefused(int index, String named) throws Exception {
        DataOutputStream out = header(VERSION);
        error(out, index, 0);

        assertThatIOException()
                .isThrownBy(() -> new Records().read(write(out)))
                .withMessageEndingWith("refers to text " + named + " of 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 255})
    void unknownRecordsAreRefused(int kind) throws Exception {
        DataOutputStream out = header(VERSION);
        out.writeByte(kind);

        assertThatIOException()
                .isThrownBy(() -> new Records().read(write(out)))
                .withMessageContaining("a record of kind " + kind);
    }

    @Test
    void logWithAChangedByteIsReadOrRefused() throws Exception {
        byte[] whole = Arrays.copyOf(Files.readAllBytes(log), 4_000);
        Path broken = folder.resolve("broken");
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) 0x80;
            Files.write(broken, changed);
            try {
                assertThat(Measurement.of(broken, before, after).complete()).isFalse();
            } catch (IOException e) {
                assertThat(e.getMessage()).as("byte %d", at).startsWith(broken + ": ");
            }
        }
    }

    @Test
    void missingLogIsNamed() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> SimulationLog.open(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    private static Figures route(Measurement measurement, String name) {
        return Objects.requireNonNull(measurement.routes().get(name));
    }

    private static Condition<String> containing(String part) {
        return new Condition<>(text -> text.contains(part), "contains " + part);
    }

    private static List<Integer> lengths(int whole) {
        List<Integer> lengths = new ArrayList<>();
        for (int length = 0; length < whole; length += length < 3_000 || length > whole - 300 ? 1 : 251) {
            lengths.add(length);
        }
        return lengths;
    }

    private static Path write(DataOutputStream out) throws IOException {
        out.close();
        return Files.write(folder.resolve("written"), ((Bytes) out).content.toByteArray());
    }

    private static DataOutputStream header(String version) throws IOException {
        Bytes out = new Bytes(new ByteArrayOutputStream());
        out.writeByte(0);
        text(out, version);
        text(out, "a.Simulation");
        out.writeLong(1_700_000_000_000L);
        text(out, "");
        out.writeInt(0);
        out.writeInt(0);
        return out;
    }

    private static void error(DataOutputStream out, int index, int length) throws IOException {
        out.writeByte(4);
        out.writeInt(index);
        out.writeInt(length);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeInt(text.length());
        if (!text.isEmpty()) {
            out.writeBytes(text);
            out.writeByte(0);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void java(String... arguments) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static final class Bytes extends DataOutputStream {
        private final ByteArrayOutputStream content;

        Bytes(ByteArrayOutputStream content) {
            super(content);
            this.content = content;
        }
    }

    /** The records of our reader, in the format of {@link GatlingsReader}. */
    private static final class Records implements SimulationLog.Visitor {
        private final List<String> lines = new ArrayList<>();

        boolean read(Path log) throws IOException {
            try (SimulationLog opened = SimulationLog.open(log)) {
                return opened.read(this);
            }
        }

        @Override
        public void request(SimulationLog.Request request) {
            lines.add(GatlingsReader.line(
                    request.name(),
                    request.start(),
                    request.latency(),
                    request.succeeded(),
                    plain(request.message()).strip()));
        }

        @Override
        public void error(String message, long time) {
            lines.add(GatlingsReader.line(plain(message), time));
        }

        /** Returns a text on one line, as Gatling's reader does. */
        private static String plain(String text) {
            return text.replaceAll("[\n\r\t]", " ");
        }
    }
}
